/**
 * What a training needs of the tensor engine's memory: an estimate of the most that is alive at once, fitted to what
 * TensorFlow.js reports of all its tensors (`tf.profile`); a test holds it between that and 2.5 times that.
 */
import type { MemoryLimits } from '#core/backend.ts';
import { parameterCount } from '#models/architecture.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { tensorModel } from './forward.ts';

/** Numbers here are float32. */
const BYTES = 4;

interface TensorRecord {
  /** Vectors as long as θ that are kept for each task: at least, for each inner step, and for each of conjugate gradients. */
  readonly vectors: readonly [least: number, eachStep: number, eachSolving: number];
  /** Numbers that a support point leaves for each unit: in each inner step that is kept, or once. */
  readonly support: readonly [eachStep: number, once: number];
  /** Whether query points leave theirs after every inner step. */
  readonly judgesEveryStep: boolean;
}

const PLAIN = 11;
const FOLLOWED = 34;
const FIRST_ORDER: TensorRecord = { vectors: [16, 4, 0], support: [0, PLAIN], judgesEveryStep: false };
const SECOND_ORDER: TensorRecord = { vectors: [14, 13, 0], support: [FOLLOWED, 0], judgesEveryStep: false };

const TENSOR_RECORDS: Readonly<Record<MetaAlgorithm, TensorRecord>> = {
  maml: SECOND_ORDER,
  fomaml: FIRST_ORDER,
  // Where only the head moves, fewer are kept.
  anil: { ...SECOND_ORDER, vectors: [15, 3, 0], support: [18, 0] },
  metaSgd: { ...SECOND_ORDER, vectors: [20, 16, 0] },
  reptile: FIRST_ORDER,
  multiStepLoss: { ...SECOND_ORDER, vectors: [14, 15, 0], judgesEveryStep: true },
  imaml: { ...FIRST_ORDER, vectors: [24, 4, 16], support: [0, PLAIN + FOLLOWED] },
  pretrained: FIRST_ORDER,
};
/** Vectors of the outer loop, once for all tasks. */
const OUTER_VECTORS = 24;

/** The most that the tensor engine has at once, and its largest tensor, in bytes. */
export function tensorNeed(plan: TrainingPlan): MemoryLimits {
  const { algorithm, architecture, innerSteps, innerBatch, proximal, metaBatch } = plan;
  const { shots, queryPoints } = plan.counts;
  const { all: units, largest } = tensorModel(architecture).numbers(architecture);
  const record = TENSOR_RECORDS[algorithm];
  const [least, eachStep, eachSolving] = record.vectors;
  const vectors = least + eachStep * innerSteps + eachSolving * proximal.conjugateGradientSteps;
  const [keptEachStep, keptOnce] = record.support;
  const support = innerBatch === null ? shots : Math.min(innerBatch, shots);
  const queries = record.judgesEveryStep ? queryPoints * innerSteps : queryPoints;
  const left = keptEachStep * innerSteps * support + keptOnce * shots + PLAIN * queries;
  const parameters = parameterCount(architecture);
  return {
    tensorBytes: BYTES * metaBatch * Math.max(parameters, (shots + queryPoints) * largest),
    totalBytes: BYTES * (metaBatch * (vectors * parameters + units * left) + OUTER_VECTORS * parameters),
  };
}
