/** The exported notebook of a network that names classes recomputes every number of the shown task’s table, as our engines have them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openHost } from '#cli/host/open-host.ts';
import { notebook } from '#formats/code/notebook.ts';
import { TASK_FILE, taskFile } from '#formats/code/pictures.ts';
import { writeWeights } from '#formats/weight-formats.ts';
import type { Origin } from '#formats/weights-file.ts';
import { USUAL_CONV } from '#models/conv.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { adaptationOf } from '#training/learned.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import { ofCharacters } from '../fakes/weight-examples.ts';
import { inkedTask } from '../fakes/inked-task.ts';
import { notebookOutput } from './notebook-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CONVOLUTION = { ...USUAL_CONV, input: [14, 14, 1], filters: [4, 6], outputs: 3 } as const;
const PERCEPTRON = { layerSizes: [196, 8, 3], activation: 'tanh' } as const;
const ALPHA = 0.1;
const STEPS = 3;
const TASK = inkedTask({ side: 14, ways: 3, shots: 2, queries: 4 });

const ROW =
  /^step \d+: query accuracy (\S+), query cross-entropy (\S+), support cross-entropy (\S+), \|∇L\| (\S+), \|θ − θ₀\| (\S+)$/gm;

test.each<{
  origin: Origin;
  network: typeof CONVOLUTION | typeof PERCEPTRON;
  normalisation?: 'none';
  optimiser?: StatefulOptimiser;
}>([
  { origin: 'maml', network: CONVOLUTION },
  { origin: 'maml', network: CONVOLUTION, normalisation: 'none' },
  { origin: 'maml', network: PERCEPTRON },
  { origin: 'anil', network: CONVOLUTION },
  { origin: 'metaSgd', network: CONVOLUTION },
  { origin: 'mamlPlusPlus', network: CONVOLUTION },
  { origin: 'maml', network: CONVOLUTION, optimiser: { kind: 'momentum', decay: 0.75 } },
  { origin: 'maml', network: PERCEPTRON, optimiser: { kind: 'adam' } },
])('of $origin, $network.model, $normalisation, by $optimiser.kind', async (one) => {
  const { origin, network, normalisation, optimiser = null } = one;
  const architecture = normalisation === undefined ? network : { ...CONVOLUTION, normalisation };
  const weights = ofCharacters(architecture, origin);
  writeFileSync(join(folder, 'weights.npz'), writeWeights(weights, 'npz'));
  writeFileSync(join(folder, TASK_FILE), taskFile(TASK));
  const innerLoop = { alpha: ALPHA, steps: STEPS, ...TASK, ...(optimiser === null ? {} : { optimiser }) };
  const output = notebookOutput(notebook({ weights, file: 'weights.npz', format: 'npz', innerLoop }), folder);
  const rows = Array.from(output.matchAll(ROW), ([, ...figures]) => figures.map(Number));

  const host = await openHost('preferred', { host: 'node', backend: null, threads: 1 });
  let course: Trajectory | undefined;
  try {
    [course] = await host.engine.adapt({
      architecture,
      loss: 'crossEntropy',
      parameters: [weights.network.parameters],
      rates: [adaptationOf(origin, weights, ALPHA, optimiser)],
      tasks: [TASK],
      innerSteps: STEPS,
      gridX: TASK.query.x.subarray(0, 196),
    });
  } finally {
    await host.close();
  }
  expect(rows).toHaveLength(STEPS + 1);
  const { accuracy, queryLoss, supportLoss, gradientNorm, distanceMoved } = course?.series ?? {};
  for (const [step, figures] of rows.entries()) {
    const expected = [accuracy, queryLoss, supportLoss, gradientNorm, distanceMoved];
    for (const [at, found] of figures.entries()) {
      const value = expected[at]?.[step] ?? Number.NaN;
      expect(Math.abs(found - value), `step ${step}, figure ${at}`).toBeLessThan(1e-5 * Math.max(1, found));
    }
  }
});
