/** Runs on which engines are held against each other through many meta-steps. */
import { resized } from '#models/architecture.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { PLAN, SMALL } from './small-run.ts';
import { WEBGPU_ALGORITHMS } from '../fused-algorithms.ts';

const PAPER: TrainingPlan = {
  ...PLAN,
  architecture: { layerSizes: [1, 40, 40, 1], activation: 'relu' },
  counts: { shots: 5, queryPoints: 5 },
  metaBatch: 5,
};

interface TrainingRun {
  readonly name: string;
  readonly plan: TrainingPlan;
}

/** One of every algorithm that every engine trains, and of every way to take outer steps. */
export const TRAINING_RUNS: readonly TrainingRun[] = [
  { name: 'one inner step, ReLU', plan: PAPER },
  {
    name: 'two inner steps, tanh',
    plan: {
      ...PAPER,
      architecture: { layerSizes: [1, 40, 40, 1], activation: 'tanh' },
      innerSteps: 2,
    },
  },
  ...WEBGPU_ALGORITHMS.filter((algorithm) => algorithm !== 'maml').map((algorithm) => ({
    name: algorithm,
    // A pull that keeps I + H/λ far from singular, where rounding would be told apart by the engines.
    plan: { ...PLAN, algorithm, innerSteps: 3, proximal: { lambda: 20, conjugateGradientSteps: 5 } },
  })),
  {
    name: 'Reptile on minibatches, by plain descent along an annealed β',
    plan: {
      ...PLAN,
      algorithm: 'reptile',
      counts: { shots: 7, queryPoints: 3 },
      innerSteps: 5,
      innerBatch: 2,
      optimiser: 'sgd',
      beta: 0.5,
      annealing: 'linear',
      iterations: 150,
    },
  },
  {
    name: 'a clipped meta-gradient and a cosine',
    plan: { ...PLAN, clip: 0.1, annealing: 'cosine', iterations: 150 },
  },
  {
    name: 'multi-step loss, while its weights are annealed',
    plan: { ...PLAN, algorithm: 'multiStepLoss', innerSteps: 3, iterations: 400 },
  },
  {
    name: 'the oracle, which is told its curve',
    plan: {
      ...PLAN,
      algorithm: 'pretrained',
      architecture: resized(SMALL, 3, 1),
      tasks: sinusoidTasks(PAPER_RANGES, 1, STREAMS.metaTraining, 'task'),
    },
  },
];

const MOMENTUM = { kind: 'momentum', decay: 0.9 } as const;
const ADAM = { kind: 'adam' } as const;

/** Of inner steps that are more than descent by rates which stay the same, which WebGPU leaves to TensorFlow.js. */
export const STEP_KIND_RUNS: readonly TrainingRun[] = [
  {
    name: 'MAML++, whose order and weights are annealed, on minibatches',
    plan: {
      ...PLAN,
      algorithm: 'mamlPlusPlus',
      innerSteps: 3,
      innerBatch: 2,
      iterations: 400,
      firstOrderSteps: 10,
      annealing: 'cosine',
    },
  },
  ...(['maml', 'fomaml', 'anil', 'multiStepLoss', 'reptile'] as const).map((algorithm) => ({
    name: `inner momentum, ${algorithm}`,
    plan: { ...PLAN, algorithm, innerSteps: 3, innerOptimiser: MOMENTUM },
  })),
  // Where a gradient is about 1e-4 Adam's step turns so fast that two runs on one engine part, one of which began a rounding
  // beside the other; on these points none does.
  ...(['maml', 'fomaml', 'anil', 'multiStepLoss', 'reptile'] as const).map((algorithm) => ({
    name: `inner Adam on minibatches, ${algorithm}`,
    plan: {
      ...PLAN,
      algorithm,
      innerSteps: 3,
      counts: { shots: 10, queryPoints: 10 },
      innerBatch: 2,
      innerOptimiser: ADAM,
    },
  })),
  {
    name: 'inner momentum, two hidden layers',
    plan: {
      ...PAPER,
      architecture: { layerSizes: [1, 20, 20, 1], activation: 'tanh' },
      innerSteps: 3,
      innerOptimiser: MOMENTUM,
    },
  },
];
