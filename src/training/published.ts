/** Figures that papers print for regression on sine curves, to stand beside ours, and under which settings ours are judged. */
import type { PublishedTableId } from './published-tables.ts';
import { type LossSummary, spoiltBy } from './metrics.ts';
import type { PresetName } from './presets.ts';

/** A mean squared error as it is printed, with its 95 % confidence interval where there is one. */
export interface PublishedFigure {
  readonly mean: number;
  readonly confidence95: number | null;
}

/**
 * Finn, Abbeel & Levine (arXiv:1703.03400), Table 2: mean squared error after 1, 5 and 10 inner steps on 5 points. The
 * two multi-task rows with regularisation are not among our algorithms.
 */
export const MAML_TABLE_2 = {
  shots: 5,
  steps: [1, 5, 10],
  rows: [
    { method: 'maml', errors: [0.67, 0.38, 0.35] },
    { method: 'pretrained', errors: [2.41, 2.23, 2.19] },
    { method: 'multiTask', errors: [4.19, 3.85, 3.69] },
  ],
} as const;

/**
 * The α at which the shipped baselines have the smallest mean over the steps of Table 2, found by `tuneAlpha` of
 * `cli/reproduction/tuned-alpha.ts` on tasks of another seed, since the paper tunes the step size of its baselines.
 */
export const TUNED_ALPHA = { pretrained: 0.005, multiTask: 0.007 } as const;

function figure(mean: number, confidence95: number): PublishedFigure {
  return { mean, confidence95 };
}

/** One trained network of Meta-SGD's table, judged at each number of support points after one step. */
export interface MetaSgdRow {
  readonly method: 'maml' | 'metaSgd';
  readonly trainedShots: number;
  readonly cells: readonly PublishedFigure[];
}

/** Li, Zhou, Chen & Li (arXiv:1707.09835), Table 1: 100 curves of 100 query points, repeated 100 times, ω ~ U[0.8, 1.2]. */
export const META_SGD_TABLE = {
  shots: [5, 10, 20],
  curves: 100,
  repeats: 100,
  queryPoints: 100,
  rows: [
    { method: 'maml', trainedShots: 5, cells: [figure(1.13, 0.18), figure(0.85, 0.14), figure(0.71, 0.12)] },
    { method: 'metaSgd', trainedShots: 5, cells: [figure(0.9, 0.16), figure(0.63, 0.12), figure(0.5, 0.1)] },
    { method: 'maml', trainedShots: 10, cells: [figure(1.17, 0.16), figure(0.77, 0.11), figure(0.56, 0.08)] },
    {
      method: 'metaSgd',
      trainedShots: 10,
      cells: [figure(0.88, 0.14), figure(0.53, 0.09), figure(0.35, 0.06)],
    },
    { method: 'maml', trainedShots: 20, cells: [figure(1.29, 0.2), figure(0.76, 0.12), figure(0.48, 0.08)] },
    {
      method: 'metaSgd',
      trainedShots: 20,
      cells: [figure(1.01, 0.17), figure(0.54, 0.08), figure(0.31, 0.05)],
    },
  ] satisfies MetaSgdRow[],
} as const;

/** Points by which an adaptation of ours is judged: many of them blur a task's loss less. */
export const JUDGING_QUERY_POINTS = 100;
/** Of the held-out tasks behind every figure of ours that stands beside a published one. */
export const JUDGING_SEED = 1;

/** One printed figure, and after how many steps on how many points it was measured. */
export interface PublishedCell {
  readonly shots: number;
  readonly step: number;
  readonly figure: PublishedFigure;
}

export interface PublishedRow {
  readonly method: 'maml' | 'pretrained' | 'multiTask' | 'metaSgd';
  readonly trainedShots: number;
  /** The row's own best α, where it is judged at that; `null` for the α that its weights adapt with. */
  readonly tunedAlpha: number | null;
  readonly cells: readonly PublishedCell[];
}

export interface PublishedTable {
  /** What its columns differ in. */
  readonly columns: 'step' | 'shots';
  /** Of the paper's own settings. */
  readonly preset: PresetName;
  readonly rows: readonly PublishedRow[];
}

type TunedMethod = keyof typeof TUNED_ALPHA;

function isTunable(method: string): method is TunedMethod {
  return method in TUNED_ALPHA;
}

/** Each row of Table 2, and after a baseline the same at its best α. */
const MAML_ROWS: readonly PublishedRow[] = MAML_TABLE_2.rows.flatMap(({ method, errors }) => {
  const row = {
    method,
    trainedShots: MAML_TABLE_2.shots,
    cells: MAML_TABLE_2.steps.map((step, column) => ({
      shots: MAML_TABLE_2.shots,
      step,
      figure: { mean: errors[column] ?? Number.NaN, confidence95: null },
    })),
  };
  const tuned = isTunable(method) ? [{ ...row, tunedAlpha: TUNED_ALPHA[method] }] : [];
  return [{ ...row, tunedAlpha: null }, ...tuned];
});

/** The tables as rows of cells. */
export const PUBLISHED_TABLES: Readonly<Record<PublishedTableId, PublishedTable>> = {
  mamlTable2: {
    columns: 'step',
    preset: 'maml-paper',
    rows: MAML_ROWS,
  },
  metaSgdTable1: {
    columns: 'shots',
    preset: 'meta-sgd-paper',
    rows: META_SGD_TABLE.rows.map(({ method, trainedShots, cells }) => ({
      method,
      trainedShots,
      tunedAlpha: null,
      cells: cells.map((printed, column) => ({
        shots: META_SGD_TABLE.shots[column] ?? Number.NaN,
        step: 1,
        figure: printed,
      })),
    })),
  },
};

/**
 * Beside a published mean, its interval included where it has one, stands our mean with its CI95:
 * - `reached`: ours lies at or below it with all of its interval;
 * - `within`: our interval holds it, so more tasks would have to decide;
 * - `missed`: ours lies above it with all of its interval;
 * - `unsettled`: diverged tasks or their spread have spoilt our mean, so nothing is claimed.
 */
export type PublishedVerdict = 'reached' | 'within' | 'missed' | 'unsettled';

export function publishedVerdict(
  ours: Pick<LossSummary, 'mean' | 'confidence95' | 'diverged'>,
  published: PublishedFigure,
): PublishedVerdict {
  const { mean, confidence95 } = ours;
  if (mean === null || confidence95 === null || spoiltBy(ours) !== null) return 'unsettled';
  const limit = published.mean + (published.confidence95 ?? 0);
  if (mean + confidence95 <= limit) return 'reached';
  return mean - confidence95 <= limit ? 'within' : 'missed';
}
