/** One quantity of every shown initialisation as lines over the inner steps, and the menu that saves them. */
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartMenu } from '#charts/chart-menu.tsx';
import { StepChart } from '#charts/step-chart.tsx';
import { stepScale } from '#charts/step-scale.ts';
import { usePlayground } from '#store/react.ts';
import { countsOf, movesContext, shownEntrants } from '#store/contestants/contestants.ts';
import type { BeyondFrameProps } from './beyond-frame.tsx';
import { nameWith } from '../figure-name.ts';
import { useContestantName } from '../vocabulary.ts';
import { mostOf, type Quantity, useQuantityName, useStepLines } from '../quantities.ts';

const BeyondFrame = lazy(async () => ({ default: (await import('./beyond-frame.tsx')).BeyondFrame }));
const StepNotes = lazy(async () => ({ default: (await import('./step-notes.tsx')).StepNotes }));

interface StepCurvesProps {
  readonly quantity: Quantity;
  /** Stands over the chart, beside its menu. */
  readonly children: ReactNode;
}

/** Which lines lie beyond the frame, once there is one. */
function LinesBeyond(props: BeyondFrameProps) {
  const { outside } = stepScale(
    props.lines.map(({ values }) => values),
    props.most,
  );
  return outside.some((steps) => steps.length > 0) ? (
    <Suspense fallback={null}>
      <BeyondFrame {...props} outside={outside} />
    </Suspense>
  ) : null;
}

/** What a step is to those of which it is no gradient step on all weights; loaded with the first of them. */
function NotesOnSteps() {
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const hasOthers = shownEntrants(contestants, hidden, { family }).some(
    (entrant) => countsOf(entrant) !== 'gradientStep' || movesContext(entrant),
  );
  return hasOthers ? (
    <Suspense fallback={null}>
      <StepNotes />
    </Suspense>
  ) : null;
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
        <LinesBeyond lines={lines} most={mostOf(quantity)} />
        <NotesOnSteps />
      </div>
    </>
  );
}
