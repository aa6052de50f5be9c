/**
 * What a training needs of the tensor engine's memory: an estimate of the most that is alive at once, fitted to what
 * TensorFlow.js reports of all its tensors (`tf.profile`); a test holds it between that and 2.5 times that.
 */
import type { MemoryLimits } from '#core/backend.ts';
import { parameterCount } from '#models/mlp.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';

/** Numbers here are float32. */
const BYTES = 4;

interface TensorRecord {
  /** Vectors as long as θ that are kept for each task: at least, for each inner step, and for each of conjugate gradients. */
  readonly vectors: readonly [least: number, eachStep: number, eachSolving: number];
  /** Numbers that a support point leaves for each unit: in each inner step that is kept, or once. */
  readonly support: readonly [eachStep: number, once: number];
  /** Whether query points leave theirs after every inner step. */
  readonly judgesEveryStep: boolean;
  /** Matrices of support points by support points, [K, K], of each task. */
  readonly systems: number;
}

const PLAIN = 11;
const FOLLOWED = 34;
const FIRST_ORDER: TensorRecord = {
  vectors: [16, 4, 0],
  support: [0, PLAIN],
  judgesEveryStep: false,
  systems: 0,
};
const SECOND_ORDER: TensorRecord = {
  vectors: [14, 13, 0],
  support: [FOLLOWED, 0],
  judgesEveryStep: false,
  systems: 0,
};

const TENSOR_RECORDS: Readonly<Record<MetaAlgorithm, TensorRecord>> = {
  maml: SECOND_ORDER,
  fomaml: FIRST_ORDER,
  // Where only the head moves, fewer are kept.
  anil: { ...SECOND_ORDER, vectors: [15, 3, 0], support: [18, 0] },
  metaSgd: { ...SECOND_ORDER, vectors: [20, 16, 0] },
  reptile: FIRST_ORDER,
  multiStepLoss: { ...SECOND_ORDER, vectors: [14, 15, 0], judgesEveryStep: true },
  ridgeHead: { ...FIRST_ORDER, systems: 16 },
  imaml: { ...FIRST_ORDER, vectors: [24, 4, 16], support: [0, PLAIN + FOLLOWED] },
  pretrained: FIRST_ORDER,
};
/** Vectors of the outer loop, once for all tasks. */
const OUTER_VECTORS = 24;

/** The most that the tensor engine has at once, and its largest tensor, in bytes. */
export function tensorNeed(plan: TrainingPlan): MemoryLimits {
  const { algorithm, architecture, innerSteps, innerBatch, proximal, metaBatch } = plan;
  const { shots, queryPoints } = plan.counts;
  const { layerSizes } = architecture;
  const record = TENSOR_RECORDS[algorithm];
  const [least, eachStep, eachSolving] = record.vectors;
  const vectors = least + eachStep * innerSteps + eachSolving * proximal.conjugateGradientSteps;
  const [keptEachStep, keptOnce] = record.support;
  const support = innerBatch === null ? shots : Math.min(innerBatch, shots);
  const queries = record.judgesEveryStep ? queryPoints * innerSteps : queryPoints;
  const left = keptEachStep * innerSteps * support + keptOnce * shots + PLAIN * queries;
  const systems = record.systems * shots ** 2;
  // Points leave numbers about all layers but the input.
  const units = layerSizes.slice(1).reduce((sum, size) => sum + size, 0);
  const parameters = parameterCount(architecture);
  return {
    tensorBytes:
      BYTES *
      metaBatch *
      Math.max(
        parameters,
        (shots + queryPoints) * Math.max(...layerSizes),
        record.systems === 0 ? 0 : 2 * shots ** 2,
      ),
    totalBytes:
      BYTES * (metaBatch * (vectors * parameters + units * left + systems) + OUTER_VECTORS * parameters),
  };
}
