/**
 * What a training needs of the tensor engine's memory: an estimate of the most that is alive at once, fitted to what
 * TensorFlow.js reports of all its tensors (`tf.profile`); a test holds it between that and 2.5 times that.
 */
import type { MemoryLimits } from '#core/backend.ts';
import { parameterCount } from '#models/architecture.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { tensorModel } from './forward.ts';
import { TENSOR_RECORDS } from './learners/index.ts';
import { PLAIN } from './learners/tensor-record.ts';

/** Numbers here are float32. */
const BYTES = 4;

/** Vectors of the outer loop, once for all tasks. */
const OUTER_VECTORS = 24;

/** The most that the tensor engine has at once, and its largest tensor, in bytes. */
export function tensorNeed(plan: TrainingPlan): MemoryLimits {
  const { algorithm, architecture, innerOptimiser, innerSteps, innerBatch, proximal, metaBatch } = plan;
  const { shots, queryPoints } = plan.counts;
  const { all: units, largest } = tensorModel(architecture).numbers(architecture);
  const record = TENSOR_RECORDS[algorithm];
  const [least, eachStep, eachSolving] = record.vectors;
  const byOptimiser = innerOptimiser === undefined ? 0 : record.optimiser[innerOptimiser.kind];
  const vectors =
    least + (eachStep + byOptimiser) * innerSteps + eachSolving * proximal.conjugateGradientSteps;
  const [keptEachStep, keptOnce] = record.support;
  const support = innerBatch === null ? shots : Math.min(innerBatch, shots);
  const queries = record.judgesEveryStep ? queryPoints * innerSteps : queryPoints;
  const left = keptEachStep * innerSteps * support + keptOnce * shots + PLAIN * queries;
  const systems = record.systems * shots ** 2;
  const parameters = parameterCount(architecture);
  const copies = record.isShared === true ? 1 : metaBatch;
  const largestSystem = record.systems === 0 ? 0 : 2 * shots ** 2;
  return {
    tensorBytes:
      BYTES *
      metaBatch *
      Math.max((copies / metaBatch) * parameters, (shots + queryPoints) * largest, largestSystem),
    totalBytes:
      BYTES * (metaBatch * (units * left + systems) + (copies * vectors + OUTER_VECTORS) * parameters),
  };
}
