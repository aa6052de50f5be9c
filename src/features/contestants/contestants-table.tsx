/** Every initialisation's error after every inner step; a click on a step goes there. */
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canBeAsked, type Contestant, shownContestants } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash, provenanceOf, useOrigin } from '../vocabulary.ts';
import { ContestantMenu } from './contestant-menu.tsx';

/** Names, gradient norm, distance moved. */
const LEADING_COLUMNS = 3;

/** More rows than these are a line each. */
const MOST_WITH_ORIGIN = 5;

type Shown = 'query' | 'support';

function Row({ contestant, shown }: { readonly contestant: Contestant; readonly shown: Shown }) {
  const { t } = useTranslation();
  const { id } = contestant;
  const originOf = useOrigin();
  const hide = usePlayground((state) => state.hideContestant);
  const trajectory = usePlayground((state) => state.trajectories[id]);
  const step = usePlayground((state) => state.step);
  const stepCount = usePlayground((state) => state.settings.innerSteps + 1);
  const canAnswer = usePlayground((state) => canBeAsked(contestant, state.task));
  const losses = shown === 'query' ? trajectory?.queryLoss : trajectory?.supportLoss;
  const text = (value: number | undefined) => {
    if (value === undefined) return '';
    return (
      formatBriefly(value) ?? (
        <span title={t('table.diverged')}>
          <span aria-hidden="true">∞</span>
          <span className="visually-hidden">{t('table.diverged')}</span>
        </span>
      )
    );
  };
  return (
    <tr data-contestant={id}>
      <th scope="row">
        <div className="chip">
          <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
          <span className="chip-name">
            {t(`contestant.${id}`)}
            <small>{canAnswer ? originOf(provenanceOf(contestant)) : t('table.untold')}</small>
          </span>
          <button
            type="button"
            className="chip-hide"
            aria-label={t('table.hide', { name: t(`contestant.${id}`) })}
            title={t('table.hide', { name: t(`contestant.${id}`) })}
            onClick={() => hide(id)}
          >
            <X size={14} aria-hidden />
          </button>
        </div>
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
  const hidden = usePlayground((state) => state.hidden);
  const stepCount = usePlayground((state) => state.settings.innerSteps + 1);
  const step = usePlayground((state) => state.step);
  const showStep = usePlayground((state) => state.showStep);
  const section = useRef<HTMLElement>(null);
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
  const present = shownContestants(contestants, hidden);
  return (
    <section className="contestants" ref={section} aria-label={t('panels.contestants')}>
      <div className="contestants-bar">
        <div className="segmented" role="group" aria-label={t('table.shown')}>
          {(['query', 'support'] as const).map((kind) => (
            <button key={kind} type="button" aria-pressed={shown === kind} onClick={() => setShown(kind)}>
              {t(`table.${kind}`)}
            </button>
          ))}
        </div>
        <ContestantMenu container={section} />
      </div>
      <div className="table-scroll" ref={scroller}>
        <table className={present.length > MOST_WITH_ORIGIN ? 'many' : undefined}>
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
