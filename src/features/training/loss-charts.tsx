/** A run's curves: the losses of each meta-batch, and the error on held-out tasks as it improves. */
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SeriesChart } from '#charts/lazy-series-chart.tsx';
import { usePaced } from '#charts/use-paced.ts';
import type { HeldOutPoint } from '#store/held-out.ts';
import { type LossPoint, runningMeans } from '#store/history.ts';
import { usePlayground } from '#store/react.ts';
import { Hint } from '#ui/hint.tsx';

/** A run reports many times a second; its chart costs a good part of a frame, and need not follow each time. */
const PACE_MILLISECONDS = 500;

/** Losses of meta-batches, drawn when they change and not when the page does. */
const LossChart = memo(function LossChart({ points }: { readonly points: readonly LossPoint[] }) {
  const { t } = useTranslation();
  const means = runningMeans(points);
  const rows = points.map(({ iteration, after }, index) => ({
    iteration,
    raw: after,
    before: means[index]?.before,
    after: means[index]?.after,
  }));
  return (
    <div>
      <div className="chart-head">
        <h2>{t('train.losses')}</h2>
        <Hint about={t('train.losses')}>{t('train.gap')}</Hint>
      </div>
      <SeriesChart
        label={t('train.chart')}
        rows={rows}
        axisKey="iteration"
        series={[
          { key: 'raw', name: t('train.raw'), color: 'var(--live)', faint: true },
          { key: 'before', name: t('train.before'), color: 'var(--ink-soft)', dash: '5 4' },
          { key: 'after', name: t('train.after'), color: 'var(--live)' },
        ]}
      />
    </div>
  );
});

const NO_POINTS: readonly LossPoint[] = [];

/** Of the run's meta-batches. */
export function BatchChart() {
  const points = usePaced(
    usePlayground((state) => state.run?.history.points ?? NO_POINTS),
    PACE_MILLISECONDS,
  );
  return points.length < 2 ? null : <LossChart points={points} />;
}

interface HeldOutChartProps {
  readonly points: readonly HeldOutPoint[];
  readonly innerSteps: number;
  readonly color: string;
  /** The iteration whose weights are shown. */
  readonly marked: number | null;
  /** Hears the iteration that was clicked on. */
  readonly onPick: (iteration: number) => void;
}

/** Error on held-out tasks over the outer loop, after no inner step, one, and all. */
export function HeldOutChart({ points, innerSteps, color, marked, onPick }: HeldOutChartProps) {
  const { t } = useTranslation();
  const rows = useMemo(
    () =>
      points.map(({ iteration, before, afterOne, afterAll }) => ({
        iteration,
        before: before.mean ?? undefined,
        afterOne: afterOne.mean ?? undefined,
        afterAll: afterAll.mean ?? undefined,
      })),
    [points],
  );
  // The same as long as nothing of it changes: reports of the run draw nothing here.
  const series = useMemo(() => {
    const all = { key: 'afterAll', name: t('timeline.steps', { count: innerSteps }), color, dash: '2 3' };
    return [
      { key: 'before', name: t('timeline.steps', { count: 0 }), color: 'var(--ink-soft)', dash: '5 4' },
      { key: 'afterOne', name: t('timeline.steps', { count: 1 }), color },
      ...(innerSteps > 1 ? [all] : []),
    ];
  }, [t, innerSteps, color]);
  return (
    <SeriesChart
      label={t('timeline.chart')}
      rows={rows}
      axisKey="iteration"
      logarithmic
      dots
      marked={marked}
      onPick={onPick}
      series={series}
    />
  );
}
