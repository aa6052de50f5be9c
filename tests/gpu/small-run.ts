/** A run of a network small enough that its kernels compile at once, for tests of how runs are kept and bounded. */
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import type { Learned } from '#training/learned.ts';
import type { MetaEngine, TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { type Architecture, layerCount } from '#models/architecture.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { planOf } from '#training/training-plan.ts';

/** Small tiles compile fast on the emulated GPU. */
export const TILE = { rows: 2, columns: 3, invocations: 8 };

/** Weights to begin with, and for whoever learns them those of five context parameters and rates of so many steps. */
export function startOf(architecture: Architecture, innerSteps = 1): Learned {
  return {
    network: initialiseNetwork(architecture, 'glorot', 1),
    rates: null,
    contextWeights: initialiseContext(architecture, DEFAULT_SETTINGS.contextParameters, 'glorot', 1),
    stepRates: new Float32Array(innerSteps * layerCount(architecture)).fill(0.01),
  };
}

export const SMALL: Architecture = { layerSizes: [1, 6, 1], activation: 'tanh' };
export const PLAN: TrainingPlan = {
  ...planOf(DEFAULT_SETTINGS),
  architecture: SMALL,
  tasks: sinusoidTasks(PAPER_RANGES, 1),
  counts: { shots: 3, queryPoints: 3 },
  alpha: 0.01,
  innerSteps: 1,
  beta: 0.001,
  metaBatch: 2,
};
export const START = startOf(SMALL);

export async function snapshotOf(engine: MetaEngine): Promise<TrainingSnapshot> {
  const snapshot = await engine.snapshot();
  if (snapshot === null) throw new Error('Expected a run to be there.');
  return snapshot;
}
