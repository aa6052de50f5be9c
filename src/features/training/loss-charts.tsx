/** A run's curves: the losses of each meta-batch, and the error on held-out tasks as it improves. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SeriesChart } from '#charts/lazy-series-chart.tsx';
import type { HeldOutPoint } from '#store/held-out.ts';
import { runningMeans } from '#store/history.ts';
import { usePlayground } from '#store/react.ts';
import { Hint } from '#ui/hint.tsx';

/** Of the run's meta-batches. */
export function BatchChart() {
  const { t } = useTranslation();
  const points = usePlayground((state) => state.run?.history.points);
  const rows = useMemo(() => {
    const means = runningMeans(points ?? []);
    return (points ?? []).map(({ iteration, after }, index) => ({
      iteration,
      raw: after,
      before: means[index]?.before,
      after: means[index]?.after,
    }));
  }, [points]);
  if (rows.length < 2) return null;
  return (
    <div>
      <div className="chart-head">
        <h3>{t('train.losses')}</h3>
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
  const all = { key: 'afterAll', name: t('timeline.steps', { count: innerSteps }), color, dash: '2 3' };
  return (
    <SeriesChart
      label={t('timeline.chart')}
      rows={rows}
      axisKey="iteration"
      logarithmic
      dots
      marked={marked}
      onPick={onPick}
      series={[
        { key: 'before', name: t('timeline.steps', { count: 0 }), color: 'var(--ink-soft)', dash: '5 4' },
        { key: 'afterOne', name: t('timeline.steps', { count: 1 }), color },
        ...(innerSteps > 1 ? [all] : []),
      ]}
    />
  );
}
