/** On random networks that tell classes apart the fused engine agrees with plain loops in float64, and with SIMD units through a training. */
import { expect, test } from 'vitest';
import simdKernels from 'virtual:simd-kernels';
import { STREAMS } from '#core/rng.ts';
import { inventedCharacters } from '#families/characters/characters.ts';
import { characterTasks } from '#families/characters/tasks.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import { GPU_NORMALISATIONS } from '#fused/webgpu/normalisation-code.ts';
import { inputSize, outputSize } from '#models/architecture.ts';
import type { Conv } from '#models/conv.ts';
import type { MetaEngine, TrainingPlan } from '#training/meta-engine.ts';
import { expectClassification } from '../../classification-cases.ts';
import { relativeError } from '../../compare.ts';
import { WEBGPU_ALGORITHMS } from '../../fused-algorithms.ts';
import { CLASS_CASES } from '../../oracle.ts';
import { chosen, rounds } from '../../repeats.ts';
import { fusedEngineUnderTest } from '../fused-engine.ts';
import { PLAN, snapshotOf, startOf, TILE } from '../small-run.ts';

const fused = fusedEngineUnderTest(() => TILE);

// Each has three kernels to compile. This seed begins with one normalised block, which takes a few seconds.
const RUNS = rounds(1, 8);
const SEED = Number(import.meta.env['VITE_PROPERTY_SEED'] ?? 45);

test(`random networks, ${RUNS} of them, have the meta-gradients and losses of the reference`, async () => {
  await expectClassification(fused().engine, RUNS, SEED, {
    algorithms: WEBGPU_ALGORITHMS,
    normalisations: [...GPU_NORMALISATIONS],
    stepKinds: false,
    pointsOfPart: TILE.columns,
  });
}, 900_000);

/** The network of an oracle file, whose kernel is there already. */
function smallConv(): Conv {
  const found = CLASS_CASES.map(({ at }) => at.network.architecture).find(
    (architecture): architecture is Conv =>
      architecture.model === 'conv' && architecture.normalisation === 'layer',
  );
  if (found === undefined) throw new Error('Expected an oracle file of a normalised network.');
  return found;
}

const STEPS = 20;

// The others have kernels of their own.
const TRAINED = chosen(WEBGPU_ALGORITHMS, (algorithm) => !['ridgeHead', 'cavia'].includes(algorithm));

test.each(TRAINED)(`%s: ${STEPS} meta-steps on characters are those of the SIMD units`, async (algorithm) => {
  const architecture = smallConv();
  const ways = outputSize(architecture);
  const side = Math.sqrt(inputSize(architecture));
  const plan: TrainingPlan = {
    ...PLAN,
    algorithm,
    architecture,
    loss: 'crossEntropy',
    tasks: characterTasks(inventedCharacters(1, 'training'), {
      seed: 1,
      stream: STREAMS.metaTraining,
      ways,
      side,
    }),
    counts: { shots: ways, queryPoints: 2 * ways },
    alpha: 0.1,
    innerSteps: 2,
    proximal: { lambda: 20, conjugateGradientSteps: 5 },
  };
  const start = startOf(architecture, plan.innerSteps);
  const train = async (engine: MetaEngine) => {
    engine.begin(plan, start);
    const { lossBefore, lossAfter } = await engine.metaTrain(STEPS);
    const { parameters } = await snapshotOf(engine);
    engine.dispose();
    const moved = start.network.parameters.map((value, at) => (parameters[at] ?? Number.NaN) - value);
    return { losses: [...lossBefore, ...lossAfter], moved };
  };
  const module = await WebAssembly.compileStreaming(fetch(simdKernels));
  const expected = await train(createFusedEngine(simdMachine(module)));
  const found = await train(fused().engine);
  const errors = found.losses.map((loss, at) => Math.abs(loss / (expected.losses[at] ?? Number.NaN) - 1));
  expect(Math.max(...errors)).toBeLessThan(1e-3);
  expect(relativeError(found.moved, expected.moved)).toBeLessThan(1e-3);
});
