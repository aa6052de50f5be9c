/** Every initialisation's error after every inner step; a click on a step goes there. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CONTESTANT_IDS, type Contestant } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber } from '#ui/format.ts';
import { contestantColor, useOrigin } from '../vocabulary.ts';

/** Names, gradient norm, distance moved. */
const LEADING_COLUMNS = 3;

type Shown = 'query' | 'support';

function Row({ contestant, shown }: { readonly contestant: Contestant; readonly shown: Shown }) {
  const { t } = useTranslation();
  const { id } = contestant;
  const originOf = useOrigin();
  const isHidden = usePlayground((state) => state.hidden.includes(id));
  const toggle = usePlayground((state) => state.toggleContestant);
  const trajectory = usePlayground((state) => state.trajectories[id]);
  const step = usePlayground((state) => state.step);
  const stepCount = usePlayground((state) => state.settings.innerSteps + 1);
  const losses = shown === 'query' ? trajectory?.queryLoss : trajectory?.supportLoss;
  const text = (value: number | undefined) => {
    if (value === undefined || isHidden) return '';
    return (
      formatNumber(value) ?? (
        <span title={t('table.diverged')}>
          <span aria-hidden="true">∞</span>
          <span className="visually-hidden">{t('table.diverged')}</span>
        </span>
      )
    );
  };
  return (
    <tr data-contestant={id} className={isHidden ? 'is-hidden' : undefined}>
      <th scope="row">
        <label className="chip">
          <input
            type="checkbox"
            checked={!isHidden}
            onChange={() => toggle(id)}
            aria-label={t('table.show', { name: t(`contestant.${id}`) })}
            style={{ accentColor: contestantColor(id) }}
          />
          <span>
            {t(`contestant.${id}`)}
            <small>{originOf(contestant)}</small>
          </span>
        </label>
      </th>
      <td className="extra">{text(trajectory?.gradientNorm[step])}</td>
      <td className="extra">{text(trajectory?.distanceMoved[step])}</td>
      {Array.from({ length: stepCount }, (_, at) => (
        // A column is its step.
        // oxlint-disable-next-line react/no-array-index-key
        <td key={at} className={at === step ? 'current' : undefined} data-step={at}>
          {text(losses?.[at])}
        </td>
      ))}
    </tr>
  );
}

function bringIntoView(box: HTMLElement, step: number): void {
  const headings = box.querySelectorAll<HTMLElement>('thead th');
  const names = headings[0];
  const current = headings[LEADING_COLUMNS + step];
  if (names === undefined || current === undefined) return;
  const left = current.offsetLeft - names.offsetWidth;
  const right = current.offsetLeft + current.offsetWidth - box.clientWidth;
  box.scrollLeft = Math.min(left, Math.max(right, box.scrollLeft));
}

export function ContestantsTable() {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>('query');
  const contestants = usePlayground((state) => state.contestants);
  const stepCount = usePlayground((state) => state.settings.innerSteps + 1);
  const step = usePlayground((state) => state.step);
  const showStep = usePlayground((state) => state.showStep);
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
  const present = CONTESTANT_IDS.flatMap((id) => contestants[id] ?? []);
  return (
    <section className="contestants" aria-label={t('panels.contestants')}>
      <div className="segmented" role="group" aria-label={t('table.shown')}>
        {(['query', 'support'] as const).map((kind) => (
          <button key={kind} type="button" aria-pressed={shown === kind} onClick={() => setShown(kind)}>
            {t(`table.${kind}`)}
          </button>
        ))}
      </div>
      <div className="table-scroll" ref={scroller}>
        <table>
          <caption className="visually-hidden">{t('table.caption', { what: t(`table.${shown}`) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('table.initialisation')}</th>
              <th scope="col" className="extra" title={t('table.gradient')}>
                <span aria-hidden="true">|∇L|</span>
                <span className="visually-hidden">{t('table.gradient')}</span>
              </th>
              <th scope="col" className="extra" title={t('table.moved')}>
                <span aria-hidden="true">|θ−θ₀|</span>
                <span className="visually-hidden">{t('table.moved')}</span>
              </th>
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
            {present.map((contestant) => (
              <Row key={contestant.id} contestant={contestant} shown={shown} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
