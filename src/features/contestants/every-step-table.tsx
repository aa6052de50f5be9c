/** One quantity of every initialisation after every inner step; a click on a step goes there. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entrant } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatExactly } from '#ui/format.ts';
import { type Quantity, useQuantityName, valuesOf } from '../quantities.ts';
import { ContestantCell } from './contestant-cell.tsx';
import { Measured } from './measured.tsx';
import { MisfitCell, useMisfit } from './misfit-cell.tsx';

interface RowProps {
  readonly contestant: Entrant;
  readonly quantity: Quantity;
}

function Row({ contestant, quantity }: RowProps) {
  const { id } = contestant;
  const trajectory = usePlayground((state) => state.trajectories[id]);
  const step = usePlayground((state) => state.step);
  const stepCount = usePlayground((state) => state.settings.innerSteps + 1);
  const values = trajectory && valuesOf(trajectory, quantity);
  const misfit = useMisfit(contestant);
  if (misfit !== null) {
    return (
      <tr data-contestant={id}>
        <ContestantCell contestant={contestant} />
        <MisfitCell misfit={misfit} columns={stepCount} />
      </tr>
    );
  }
  return (
    <tr data-contestant={id}>
      <ContestantCell contestant={contestant} />
      {Array.from({ length: stepCount }, (_, at) => (
        <td
          // A column is its step.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          className={at === step ? 'current' : undefined}
          data-step={at}
          title={formatExactly(values?.[at] ?? Number.NaN) ?? undefined}
        >
          <Measured value={values?.[at]} />
        </td>
      ))}
    </tr>
  );
}

function bringIntoView(box: HTMLElement, step: number): void {
  const [names, ...steps] = box.querySelectorAll<HTMLElement>('thead th');
  const current = steps[step];
  if (names === undefined || current === undefined) return;
  const left = current.offsetLeft - names.offsetWidth;
  const right = current.offsetLeft + current.offsetWidth - box.clientWidth;
  box.scrollLeft = Math.min(left, Math.max(right, box.scrollLeft));
}

interface EveryStepTableProps {
  readonly shown: readonly Entrant[];
  readonly quantity: Quantity;
}

export function EveryStepTable({ shown, quantity }: EveryStepTableProps) {
  const { t } = useTranslation();
  const stepCount = usePlayground((state) => state.settings.innerSteps + 1);
  const step = usePlayground((state) => state.step);
  const showStep = usePlayground((state) => state.showStep);
  const nameOf = useQuantityName();
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = scroller.current;
    const table = box?.querySelector('table');
    if (box === null || !table) return undefined;
    // The shown step stays in sight, beside the sticky names, also when numbers arrive and columns widen.
    const observer = new ResizeObserver(() => bringIntoView(box, step));
    observer.observe(table);
    return () => observer.disconnect();
  }, [step]);
  return (
    <div className="table-scroll" ref={scroller}>
      <table className="every-step">
        <caption className="visually-hidden">{t('table.caption', { what: nameOf(quantity) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.initialisation')}</th>
            {Array.from({ length: stepCount }, (_, at) => (
              // oxlint-disable-next-line react/no-array-index-key
              <th key={at} scope="col" className={at === step ? 'current' : undefined}>
                <button
                  type="button"
                  aria-label={t('table.toStep', { step: at })}
                  onClick={() => showStep(at)}
                >
                  {at}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((contestant) => (
            <Row key={contestant.id} contestant={contestant} quantity={quantity} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
