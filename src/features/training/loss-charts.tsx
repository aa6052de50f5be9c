/** A run's curves: the losses of each meta-batch, and the error on held-out tasks as it improves. */
import { memo, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { curveFamilyOf } from '#families/family-of.ts';
import { ChartMenu } from '#charts/chart-menu.tsx';
import { type LegendEntry, markedStep } from '#charts/figure-frame.ts';
import type { Series, SeriesRow } from '#charts/series-chart.tsx';
import { SeriesChart } from '#charts/lazy-series-chart.tsx';
import { usePaced } from '#charts/use-paced.ts';
import type { SettingChange } from '#training/steering.ts';
import type { HeldOutPoint } from '#store/training/held-out.ts';
import { type LossPoint, runningMeans } from '#store/training/history.ts';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { Hint } from '#ui/hint.tsx';
import { useBatchLossNames } from '../of-pictures.ts';

/** A run reports many times a second; its chart costs a good part of a frame, and need not follow each time. */
const PACE_MILLISECONDS = 500;

function entryOf({ name, color, dash = null, faint = false }: Series): LegendEntry {
  return {
    name,
    mark: { kind: 'line', color, dash, ...(faint ? { width: 1, opacity: 0.35 } : { width: 2 }) },
  };
}

/** What is drawn, as numbers. */
function tableOf(axis: string, series: readonly Series[], rows: readonly SeriesRow[]) {
  return {
    columns: [axis, ...series.map(({ name }) => name)],
    rows: rows.map((row) => [row['iteration'], ...series.map(({ key }) => row[key])]),
  };
}

interface LossChartProps {
  readonly points: readonly LossPoint[];
  /** What the run has taken up on its way. */
  readonly changes: readonly SettingChange[];
}

/** Losses of meta-batches, drawn when they change and not when the page does. */
const LossChart = memo(function LossChart({ points, changes }: LossChartProps) {
  const { t } = useTranslation();
  const isOfCurves = usePlayground(({ run, settings }) => curveFamilyOf(run?.settings ?? settings) !== null);
  const lossNames = useBatchLossNames();
  const means = runningMeans(points);
  const rows = points.map(({ iteration, after }, index) => ({
    iteration,
    raw: after,
    before: means[index]?.before,
    after: means[index]?.after,
  }));
  const series: readonly Series[] = [
    { key: 'raw', name: t('train.raw'), color: 'var(--live)', faint: true },
    { key: 'before', name: lossNames.before, color: 'var(--ink-soft)', dash: '5 4' },
    { key: 'after', name: lossNames.after, color: 'var(--live)' },
  ];
  const turns = useMemo(() => [...new Set(changes.map(({ iteration }) => iteration))], [changes]);
  const marks = turns.length === 0 ? [] : [markedStep(t('train.turn'))];
  const words = () => ({
    title: t('train.losses'),
    legend: [...series.map(entryOf), ...marks],
    x: t('train.iteration'),
    y: t(isOfCurves ? 'chart.error' : 'characters.crossEntropy'),
  });
  const figure = useRef<HTMLDivElement>(null);
  return (
    <div data-figure="losses">
      <div className="chart-head">
        <h2>{t('train.losses')}</h2>
        <Hint about={t('train.losses')}>{t('train.gap')}</Hint>
        <ChartMenu
          figure={figure}
          name="losses"
          words={words}
          table={() => tableOf(t('train.iteration'), series, rows)}
        />
      </div>
      <div ref={figure}>
        <SeriesChart label={t('train.chart')} rows={rows} axisKey="iteration" series={series} turns={turns} />
      </div>
    </div>
  );
});

const NO_POINTS: readonly LossPoint[] = [];
const NO_CHANGES: readonly SettingChange[] = [];

/** Of the run's meta-batches. */
export function BatchChart() {
  const points = usePaced(
    usePlayground((state) => state.run?.history.points ?? NO_POINTS),
    PACE_MILLISECONDS,
  );
  const changes = usePlayground((state) => state.run?.changes ?? NO_CHANGES);
  return points.length < 2 ? null : <LossChart points={points} changes={changes} />;
}

interface HeldOutChartProps {
  readonly points: readonly HeldOutPoint[];
  /** Whose errors they are. */
  readonly name: string;
  /** How they were found, in a sentence. */
  readonly circumstances: string;
  readonly innerSteps: number;
  readonly color: string;
  /** The iteration whose weights are shown. */
  readonly marked: number | null;
  /** Hears the iteration that was clicked on. */
  readonly onPick: (iteration: number) => void;
}

/** Error on held-out tasks over the outer loop, after no inner step, one, and all. */
export function HeldOutChart(props: HeldOutChartProps) {
  const { points, name, circumstances, innerSteps, color, marked, onPick } = props;
  const { t } = useTranslation();
  // Where tasks are of classes, the share of right answers says more than their loss.
  const isOfClasses = points.some(({ accuracy }) => accuracy !== undefined);
  const title = t(isOfClasses ? 'characters.heldOut' : 'timeline.heldOut', { name });
  const rows = useMemo(
    () =>
      points.map(({ iteration, accuracy, ...losses }) => {
        const { before, afterOne, afterAll } = accuracy ?? losses;
        return {
          iteration,
          before: before.mean ?? undefined,
          afterOne: afterOne.mean ?? undefined,
          afterAll: afterAll.mean ?? undefined,
        };
      }),
    [points],
  );
  // The same as long as nothing of it changes: reports of the run draw nothing here.
  const series = useMemo((): readonly Series[] => {
    const all = { key: 'afterAll', name: t('timeline.steps', { count: innerSteps }), color, dash: '2 3' };
    return [
      { key: 'before', name: t('timeline.steps', { count: 0 }), color: 'var(--ink-soft)', dash: '5 4' },
      { key: 'afterOne', name: t('timeline.steps', { count: 1 }), color },
      ...(innerSteps > 1 ? [all] : []),
    ];
  }, [t, innerSteps, color]);
  const marks =
    marked === null ? [] : [markedStep(t('timeline.at', { count: marked, iteration: formatCount(marked) }))];
  const words = () => ({
    title,
    note: circumstances,
    legend: [...series.map(entryOf), ...marks],
    x: t('train.iteration'),
    y: t(isOfClasses ? 'table.accuracy' : 'table.query'),
  });
  const figure = useRef<HTMLDivElement>(null);
  return (
    <div data-figure="held-out">
      <div className="chart-head">
        <h3>{title}</h3>
        <ChartMenu
          figure={figure}
          name="held-out"
          words={words}
          table={() => tableOf(t('train.iteration'), series, rows)}
        />
      </div>
      <div ref={figure}>
        <SeriesChart
          label={isOfClasses ? title : t('timeline.chart')}
          rows={rows}
          axisKey="iteration"
          logarithmic
          {...(isOfClasses ? { top: 1 } : {})}
          dots
          marked={marked}
          onPick={onPick}
          series={series}
        />
      </div>
      <p className="note">{circumstances}</p>
    </div>
  );
}
