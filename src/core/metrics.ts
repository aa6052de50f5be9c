/** What is reported of many held-out tasks. */

/** Statistics of one inner step over N tasks. */
export interface LossSummary {
  /** Mean over all tasks; `null` where some task's loss is not a finite number. */
  readonly mean: number | null;
  /** Half width of the 95 % confidence interval of the mean, 1.96·std/√N; `null` with the mean. */
  readonly confidence95: number | null;
  /** Median, counting losses that are not finite as infinitely large; `null` where that is the median. */
  readonly median: number | null;
  /** Share of tasks, 0 to 1, whose loss is not finite or above the divergence threshold. */
  readonly divergedShare: number;
}

/** 97.5 % quantile of the standard normal distribution. */
const Z95 = 1.96;

/** Whether an adaptation blew up: the loss is not finite, or above the threshold. */
export function hasDiverged(loss: number, threshold: number): boolean {
  return !(loss <= threshold);
}

/** The paper's largest amplitude: on smaller tasks, an untrained network may well be off by as much. */
const SMALLEST_SCALE = 5;

/**
 * The loss of a prediction that is wrong by twice the largest target everywhere. An adaptation that ends
 * above it has left the scale of its tasks.
 */
export function divergenceThreshold(largestTarget: number): number {
  return (2 * Math.max(largestTarget, SMALLEST_SCALE)) ** 2;
}

/** The threshold on tasks of at most that amplitude, whose targets carry normal noise. */
export function taskDivergenceThreshold(task: {
  readonly amplitudeTo: number;
  readonly noise: number;
}): number {
  return divergenceThreshold(task.amplitudeTo + 2 * task.noise);
}

function medianOf(losses: ArrayLike<number>): number | null {
  // A typed array sorts as numbers, and fast enough to be done again whenever results arrive.
  const sorted = Float64Array.from(losses, (loss) => (Number.isFinite(loss) ? loss : Infinity)).toSorted();
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Infinity;
  const median = (lower + upper) / 2;
  return Number.isFinite(median) ? median : null;
}

/** Summary of the losses of N ≥ 1 tasks; std is the population's, as in the MAML paper's code. */
export function summariseLosses(losses: readonly number[], threshold: number): LossSummary {
  const count = losses.length;
  const divergedShare = losses.filter((loss) => hasDiverged(loss, threshold)).length / count;
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / count;
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / count;
  const finite = Number.isFinite(mean) && Number.isFinite(variance);
  return {
    mean: finite ? mean : null,
    confidence95: finite ? (Z95 * Math.sqrt(variance)) / Math.sqrt(count) : null,
    median: medianOf(losses),
    divergedShare,
  };
}

/** Summaries of each inner step, of query losses [tasks, stepCount], row-major. */
export function summariseSteps(
  losses: ArrayLike<number>,
  stepCount: number,
  threshold: number,
): LossSummary[] {
  const tasks = Math.floor(losses.length / stepCount);
  return Array.from({ length: stepCount }, (_, step) =>
    summariseLosses(
      Array.from({ length: tasks }, (__, task) => losses[task * stepCount + step] ?? Number.NaN),
      threshold,
    ),
  );
}
