/** The first task of the page, before adapting and after one step, computed by the engine on SIMD units. */
import { readFile } from 'node:fs/promises';
import { simdKernels } from '../../src/cli/host/simd-kernels.ts';
import { NO_EDITS, PLOT_GRID } from '#families/curve/edits.ts';
import { shownCurve } from '#families/curve/shown-curve.ts';
import { familyOf } from '#families/family-of.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import type { Opening } from '../../src/features/task-plot/opening.ts';

const FILES = { pretrained: 'pretrained', maml: 'maml-5-shot' } as const;
/** A pixel of the plot is more than a hundredth. */
const coarse = (values: ArrayLike<number>) => Array.from(values, (value) => Math.round(100 * value) / 100);

export async function recordedOpening(): Promise<Opening> {
  const { alpha, initialisation, seed } = DEFAULT_SETTINGS;
  const shipped = async (name: string) =>
    readWeightsFile(await readFile(`public/weights/${name}.safetensors`)).network.parameters;
  const contestants = {
    random: initialiseNetwork(PAPER_ARCHITECTURE, initialisation, seed).parameters,
    pretrained: await shipped(FILES.pretrained),
    maml: await shipped(FILES.maml),
  };
  const { support, query, truth } = shownCurve(DEFAULT_SETTINGS, 0, NO_EDITS);
  const engine = createFusedEngine(simdMachine(await WebAssembly.compile(await simdKernels())));
  const parameters = Object.values(contestants);
  const trajectories = await engine.adapt({
    tasks: parameters.map(() => ({ support, query })),
    gridX: PLOT_GRID,
    innerSteps: 1,
    architecture: PAPER_ARCHITECTURE,
    parameters,
    rates: parameters.map(() => alpha),
    loss: familyOf(DEFAULT_SETTINGS).loss,
  });
  const points = ({ x, y }: typeof support) =>
    Array.from(x, (at, index) => [at, y[index] ?? 0].map((value) => Math.round(1000 * value) / 1000));
  return {
    truth: coarse(truth),
    support: points(support),
    query: points(query),
    curves: Object.keys(contestants).map((id, index) => ({
      id,
      errors: Array.from(trajectories[index]?.series.queryLoss ?? []),
      states: (trajectories[index]?.predictions ?? []).map(coarse),
    })),
  };
}
