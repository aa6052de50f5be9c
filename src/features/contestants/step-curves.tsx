/** One quantity of every shown initialisation as lines over the inner steps, and the menu that saves them. */
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartMenu } from '#charts/chart-menu.tsx';
import { StepChart, type StepLine } from '#charts/step-chart.tsx';
import { stepScale } from '#charts/step-scale.ts';
import { pointsSeen } from '#training/points-seen.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly } from '#ui/format.ts';
import {
  type ContestantId,
  countsOf,
  movesContext,
  shownContestants,
  shownEntrants,
} from '#store/contestants/contestants.ts';
import { rangesOf } from './step-ranges.ts';
import { nameWith } from '../figure-name.ts';
import { useContestantName } from '../vocabulary.ts';
import { mostOf, type Quantity, useQuantityName, useStepLines } from '../quantities.ts';

interface StepCurvesProps {
  readonly quantity: Quantity;
  /** Stands over the chart, beside its menu. */
  readonly children: ReactNode;
}

interface BeyondFrameProps {
  readonly lines: readonly (StepLine & { readonly id: ContestantId })[];
  readonly most: number | null;
}

/** Which lines lie beyond the frame, at which steps, and how high they go. */
function BeyondFrame({ lines, most }: BeyondFrameProps) {
  const { t } = useTranslation();
  const { outside } = stepScale(
    lines.map(({ values }) => values),
    most,
  );
  const entries = lines.flatMap(({ id, values }, index) => {
    const steps = outside[index] ?? [];
    if (steps.length === 0) return [];
    const heights = steps.map((step) => values[step] ?? Infinity);
    const highest = heights.every(Number.isFinite) ? formatBriefly(Math.max(...heights)) : null;
    return t('table.beyondEntry', {
      name: t(`contestant.${id}`),
      count: steps.length,
      steps: rangesOf(steps),
      highest: highest ?? '∞',
    });
  });
  return entries.length === 0 ? null : (
    <p className="note" data-testid="beyond-frame">
      {t('table.beyond', { list: entries.join(t('task.separator')) })}
    </p>
  );
}

/** Which of them are there after one step. */
function SolvedAtOnce() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const contestantName = useContestantName();
  const solved = shownEntrants(contestants, hidden, { family }).filter(
    (contestant) => countsOf(contestant) === 'solution',
  );
  if (solved.length === 0) return null;
  const list = solved.map(({ id }) => contestantName(id)).join(t('caption.separator'));
  return <p className="note">{t('table.solvedAtOnce', { list })}</p>;
}

/** Which of them move their context alone, by an α that is not the visitor's. */
function ContextMoves() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const contestantName = useContestantName();
  const moving = shownContestants(contestants, hidden).filter(movesContext);
  if (moving.length === 0) return null;
  const list = moving.map(({ id }) => contestantName(id)).join(t('caption.separator'));
  return <p className="note">{t('table.contextMoves', { list })}</p>;
}

/** Which of them read points instead of taking steps, and how many they have read at the shown one. */
function PointsSeen() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const contestantName = useContestantName();
  const step = usePlayground((state) => state.step);
  const innerSteps = usePlayground((state) => state.settings.innerSteps);
  const count = usePlayground((state) => state.task.support.count);
  const reading = shownContestants(contestants, hidden).filter(
    (contestant) => countsOf(contestant) === 'pointSeen',
  );
  if (reading.length === 0) return null;
  const list = reading.map(({ id }) => contestantName(id)).join(t('caption.separator'));
  const seen = pointsSeen(step, innerSteps, count);
  return <p className="note">{t('table.pointsSeen', { list, step, seen, count })}</p>;
}

export function StepCurves({ quantity, children }: StepCurvesProps) {
  const { t } = useTranslation();
  const lines = useStepLines(quantity);
  const settings = usePlayground((state) => state.settings);
  const last = settings.innerSteps;
  const step = usePlayground((state) => state.step);
  const showStep = usePlayground((state) => state.showStep);
  const figure = useRef<HTMLDivElement>(null);
  const quantityName = useQuantityName();
  const what = quantityName(quantity);
  const contestantName = useContestantName();
  const nameOf = ({ id }: (typeof lines)[number]) => contestantName(id);
  const words = () => ({
    title: t('table.caption', { what }),
    legend: [
      ...lines.map((line) => {
        const { color, dash } = line;
        return { name: nameOf(line), mark: { kind: 'line' as const, color, dash, width: 2 } };
      }),
      {
        name: t('chart.atStep', { step }),
        mark: { kind: 'line' as const, color: 'var(--ink-soft)', width: 1 },
      },
    ],
    x: t('transport.step'),
    y: what,
  });
  const table = () => ({
    columns: [t('transport.step'), ...lines.map(nameOf)],
    rows: Array.from({ length: last + 1 }, (_, at) => [at, ...lines.map(({ values }) => values[at])]),
  });
  return (
    <>
      <div className="step-head">
        {children}
        <ChartMenu
          figure={figure}
          name={nameWith(settings, `steps-${quantity}`)}
          words={words}
          table={table}
        />
      </div>
      <div className="step-figure" ref={figure}>
        <StepChart
          most={mostOf(quantity)}
          label={t('table.chart', { what, step })}
          lines={lines}
          last={last}
          step={step}
          logarithmicLabel={t('table.logarithmic')}
          onStep={showStep}
        />
        <BeyondFrame lines={lines} most={mostOf(quantity)} />
        <SolvedAtOnce />
        <ContextMoves />
        <PointsSeen />
      </div>
    </>
  );
}
