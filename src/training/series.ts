/** What is told of every inner step of an adaptation, by name. */

/** Every adaptation has these. */
export const LOSS_SERIES = ['supportLoss', 'queryLoss'] as const;
/** Only where a learner has them: |∇L_S(θ_k)|₂ where it descends a gradient, and |θ_k − θ_0|₂. */
export const OTHER_SERIES = ['gradientNorm', 'distanceMoved'] as const;
/** Every engine reads these back. */
export const SERIES = [...LOSS_SERIES, ...OTHER_SERIES] as const;
/** The share of queries that are answered rightly, where the loss is of classes; engines make it of their predictions. */
const JUDGED_SERIES = ['accuracy'] as const;

export type SeriesName = (typeof SERIES)[number];

/** All of them. */
export function seriesOf(
  read: (name: SeriesName) => Float32Array,
): Readonly<Record<SeriesName, Float32Array>> {
  const [supportLoss, queryLoss] = [read('supportLoss'), read('queryLoss')];
  return { supportLoss, queryLoss, gradientNorm: read('gradientNorm'), distanceMoved: read('distanceMoved') };
}

/** An entry for each inner step, step 0 before adapting. */
export type StepLosses = Readonly<Record<(typeof LOSS_SERIES)[number], Float32Array>>;
export type Series = StepLosses &
  Readonly<Partial<Record<(typeof OTHER_SERIES)[number] | (typeof JUDGED_SERIES)[number], Float32Array>>>;
