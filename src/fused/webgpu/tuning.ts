/** Which tiles suit an adapter: guessed from its kind at first, then measured. */
import { initialiseNetwork } from '#models/initialisation.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { type Architecture, layerCount } from '#models/architecture.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import type { Tile, Tuning } from '#core/tuning.ts';
import type { Pipelines } from './pipelines.ts';
import { startRun } from '../training-run.ts';
import { gpuMachine } from './machine.ts';

// A few fat invocations where an emulated GPU's lanes are all there is; many thin ones on a real one.
const EMULATED_TILES: readonly Tile[] = [
  { rows: 5, columns: 10, invocations: 4 },
  { rows: 5, columns: 5, invocations: 4 },
];
const HARDWARE_TILES: readonly Tile[] = [
  { rows: 2, columns: 2, invocations: 128 },
  { rows: 1, columns: 1, invocations: 256 },
  { rows: 2, columns: 4, invocations: 64 },
];

/** Candidates for a kind of adapter, the best guess first. */
export function tileCandidates(emulated: boolean): readonly Tile[] {
  return emulated ? EMULATED_TILES : HARDWARE_TILES;
}

export function guessTuning(emulated: boolean): Tuning {
  const [tile = { rows: 1, columns: 1, invocations: 64 }] = tileCandidates(emulated);
  return { tile };
}

/** Kernels are written out layer by layer, and take longer to compile than anyone waits where many have large tiles. */
const MOST_LAYERS = 3;
const LARGEST_SIDE = 3;

/** The tile for a network: a smaller one if it is deep. */
export function fitTile(tile: Tile, architecture: Architecture): Tile {
  if (layerCount(architecture) <= MOST_LAYERS) return tile;
  const { rows, columns, invocations } = tile;
  return { rows: Math.min(rows, LARGEST_SIDE), columns: Math.min(columns, LARGEST_SIDE), invocations };
}

const TRIAL_PLAN: TrainingPlan = {
  algorithm: 'maml',
  architecture: PAPER_ARCHITECTURE,
  loss: 'squaredError',
  tasks: sinusoidTasks(PAPER_RANGES, 1),
  counts: { shots: 10, queryPoints: 10 },
  alpha: 0.01,
  innerSteps: 1,
  innerBatch: null,
  proximal: { lambda: 1, conjugateGradientSteps: 1 },
  optimiser: 'adam',
  beta: 0.001,
  annealing: 'none',
  iterations: 1,
  clip: null,
  metaBatch: 25,
};
const TRIAL_STEPS = 10;

async function timeTile(device: GPUDevice, pipelines: Pipelines, tile: Tile): Promise<number> {
  const { parameters } = initialiseNetwork(PAPER_ARCHITECTURE, 'glorot', 1);
  const zeros = new Float32Array(parameters.length);
  const moments = { firstMoment: zeros, secondMoment: zeros };
  const machine = gpuMachine({ device, pipelines, tileFor: () => tile });
  const run = await startRun(machine, TRIAL_PLAN, { iteration: 0, parameters, ...moments });
  try {
    await run.advance(1);
    const start = performance.now();
    await run.advance(TRIAL_STEPS);
    return performance.now() - start;
  } finally {
    run.dispose();
  }
}

/**
 * Times every candidate on the paper's setting; one that this adapter cannot run is passed over. `null` if the
 * signal came first, after which times would mean nothing.
 */
export async function tune(
  device: GPUDevice,
  pipelines: Pipelines,
  emulated: boolean,
  signal?: AbortSignal,
): Promise<Tuning | null> {
  let best = guessTuning(emulated);
  let shortest = Infinity;
  for (const tile of tileCandidates(emulated)) {
    const duration = await timeTile(device, pipelines, tile).catch(() => Infinity);
    if (signal?.aborted === true) return null;
    if (duration < shortest) {
      shortest = duration;
      best = { tile };
    }
  }
  return best;
}
