/** The lines of PyTorch for networks that remember open our files and answer as the tensor engine does. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { codeFor } from '#formats/code/languages.ts';
import { writeWeights } from '#formats/weight-formats.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { openBackend } from '#tensor/backend.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { weightsLike } from '../fakes/weight-examples.ts';
import { numbersOf, runPython, TORCH } from './python.ts';

const folder = mkdtempSync(join(tmpdir(), 'remembering-'));
const engine = createTensorEngine();
beforeAll(async () => {
  await openBackend('cpu');
});

const SHOTS = 7;
const [TASK] = [sinusoidTasks(PAPER_RANGES, 4).sample(0, { shots: SHOTS, queryPoints: 5 })];
const GRID = Float32Array.from({ length: 20 }, (_, at) => at / 2 - 5);

test.each(['cnp', 'snail', 'metaNet'] as const)(
  '%s answers as in PyTorch, after every number of points',
  async (algorithm) => {
    const architecture = trainedArchitecture({
      ...DEFAULT_SETTINGS,
      algorithm,
      architecture: { layerSizes: [1, 10, 9, 1], activation: 'tanh' },
    });
    const { parameters } = initialiseNetwork(architecture, 'glorot', 3);
    const shifted = parameters.map((value, at) => value + 0.1 * Math.sin(at));
    const weights = {
      ...weightsLike(architecture, algorithm),
      network: { architecture, parameters: shifted },
    };
    writeFileSync(join(folder, 'weights.npz'), writeWeights(weights, 'npz'));
    const code = codeFor('pytorch', {
      weights,
      file: 'weights.npz',
      format: 'npz',
      innerLoop: { alpha: 0.01, steps: 1, support: TASK.support, query: TASK.query },
    });
    const program = `${code}
import json

at = torch.tensor(${JSON.stringify([...GRID])})[:, None]
with torch.no_grad():
    answers = [model(x[:seen], y[:seen], at).ravel().tolist() for seen in range(${SHOTS + 1})]
print("ANSWER", json.dumps(sum(answers, [])))
`;
    const expected = numbersOf(runPython(TORCH, program, folder));
    const [trajectory] = await engine.adapt({
      architecture,
      loss: 'squaredError',
      parameters: [shifted],
      rates: [{ remembers: true }],
      tasks: [TASK],
      innerSteps: SHOTS,
      gridX: GRID,
    });
    const found = trajectory?.predictions.flatMap((prediction) => [...prediction]) ?? [];
    expect(found).toHaveLength(expected.length);
    const spread = Math.max(...expected) - Math.min(...expected);
    expect(spread).toBeGreaterThan(0.1);
    found.forEach((value, at) => expect(Math.abs(value - (expected[at] ?? NaN))).toBeLessThan(1e-5 * spread));
  },
);
