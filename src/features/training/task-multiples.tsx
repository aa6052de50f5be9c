/** The tasks of a meta-batch side by side, one of them large. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { X_RANGE } from '#families/curve/curve.ts';
import { expectCurves, type FamilyCurve } from '#families/family-of.ts';
import type { PointSet } from '#families/task.ts';
import { type TinyLine, TinyPlot } from '#charts/tiny-plot.tsx';
import type { DissectedMetaStep } from '#store/training/meta-step-slice.ts';
import { formatNumber } from '#ui/format.ts';

/** More would be too small to be read. */
export const MOST_PLOTS = 25;
/** Room above the farthest that the curves reach. */
const HEADROOM = 1.2;

function pointsOf({ x, y }: PointSet) {
  return Array.from(x, (position, index) => ({ x: position, y: y[index] ?? 0 }));
}

/** What is drawn of each task, whatever the stage. */
function useScenes({ tasks, gridX, settings }: DissectedMetaStep) {
  return useMemo(() => {
    const { curves } = expectCurves(settings);
    const height = HEADROOM * curves.reach(settings, null) + 2 * settings.noise;
    return tasks.slice(0, MOST_PLOTS).map(({ curve, support, query }) => ({
      curve,
      plot: {
        gridX,
        xDomain: [X_RANGE.from, X_RANGE.to] as const,
        yDomain: [-height, height] as const,
        target: Array.from(gridX, (position) => curves.valueAt(curve, position)),
        filledPoints: pointsOf(support),
        hollowPoints: pointsOf(query),
      },
    }));
  }, [tasks, gridX, settings]);
}

function useLines({ stage, dissection }: DissectedMetaStep): readonly (readonly TinyLine[])[] {
  return useMemo(
    () =>
      dissection.tasks.slice(0, MOST_PLOTS).map(({ predictions }) => {
        const [before] = predictions;
        const after = predictions.at(-1);
        if (stage === 'sample' || before === undefined || after === undefined) return [];
        return [
          { y: before, color: 'var(--ink-soft)', dash: '3 3' },
          { y: after, color: 'var(--live)' },
        ];
      }),
    [stage, dissection],
  );
}

interface TaskMultiplesProps {
  readonly step: DissectedMetaStep;
  readonly chosen: number;
  readonly onChoose: (task: number) => void;
}

/** As high as what is drawn: alone, a task need not be as large as the largest. */
function ownDomain(series: readonly ArrayLike<number>[]): readonly [number, number] {
  const height =
    HEADROOM *
    Math.max(1, ...series.flatMap((values) => Array.from(values, Math.abs)).filter(Number.isFinite));
  return [-height, height];
}

/** The numbers by which a curve differs from others of its settings: `A = 2, φ = 1`. */
function useNumbers({ settings }: DissectedMetaStep): (curve: FamilyCurve) => string {
  const { t } = useTranslation();
  const { curves } = expectCurves(settings);
  const quantities = curves.quantities(settings);
  return (curve) => {
    const number = (value: number) => formatNumber(value) ?? '∞';
    // Without numbers a curve has a name.
    if (quantities.length === 0) return curves.formula(curve, number);
    const values = curves.valuesOf(curve);
    const told = quantities.flatMap(({ symbol, range }, at) =>
      range.from === range.to ? [] : [`${symbol} = ${number(values[at] ?? Number.NaN)}`],
    );
    return told.join(t('caption.separator'));
  };
}

export function TaskMultiples({ step, chosen, onChoose }: TaskMultiplesProps) {
  const { t } = useTranslation();
  const scenes = useScenes(step);
  const lines = useLines(step);
  const numbersOf = useNumbers(step);
  const shown = Math.min(chosen, scenes.length - 1);
  const scene = scenes[shown];
  const losses = step.dissection.tasks[shown]?.queryLoss;
  if (scene === undefined) return null;
  const { curve, plot } = scene;
  const heights = [plot.filledPoints, plot.hollowPoints].map((points) => points.map(({ y }) => y));
  const domain = ownDomain([plot.target, ...heights, ...(lines[shown] ?? []).map(({ y }) => y)]);
  const text = (value: number | undefined) => formatNumber(value ?? Number.NaN) ?? '∞';
  const names = { task: shown + 1, numbers: numbersOf(curve) };
  return (
    <div className="multiples">
      <figure>
        <TinyPlot {...plot} yDomain={domain} lines={lines[shown] ?? []} width={344} height={130} radius={4} />
        <figcaption className="note">
          {step.stage === 'sample'
            ? t('slow.task', names)
            : t('slow.taskErrors', { ...names, before: text(losses?.[0]), after: text(losses?.at(-1)) })}
        </figcaption>
      </figure>
      <div className="multiples-grid" role="group" aria-label={t('slow.tasks')}>
        {scenes.map(({ plot: small }, task) => (
          <button
            // A task is its place in the meta-batch.
            // oxlint-disable-next-line react/no-array-index-key
            key={task}
            type="button"
            aria-pressed={task === shown}
            aria-label={t('slow.chooseTask', { task: task + 1 })}
            onClick={() => onChoose(task)}
          >
            <TinyPlot {...small} lines={lines[task] ?? []} width={64} height={40} radius={1.6} />
          </button>
        ))}
      </div>
      {step.tasks.length > MOST_PLOTS ? (
        <p className="note">{t('slow.firstTasks', { shown: MOST_PLOTS, tasks: step.tasks.length })}</p>
      ) : null}
    </div>
  );
}
