/** Our lines of PyTorch for heads of classes answer as our engine does. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeFor } from '#formats/code/languages.ts';
import { TASK_FILE, taskFile } from '#formats/code/pictures.ts';
import { readWeights } from '#formats/read-weights.ts';
import { writeWeights } from '#formats/weight-formats.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { loadFamily } from '#families/family-of.ts';
import { sampleTasks } from '#families/task.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { adaptationOf } from '#training/learned.ts';
import { openingSettings } from '#training/settings.ts';
import { heldOutTasks } from '#training/training-plan.ts';
import { relativeError } from '../compare.ts';
import { simdEngine } from '../simd-engine.ts';
import { numbersOf, runPython, TORCH } from './python.ts';

const folder = mkdtempSync(join(tmpdir(), 'class-heads-'));
beforeAll(() => loadFamily({ family: 'characters' }), 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function shipped(name: string): WeightsFile {
  const read = readWeights(new Uint8Array(readFileSync(`public/weights/characters/${name}.safetensors`)));
  if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
  return read.weights;
}

const MADE: Readonly<Record<string, () => WeightsFile>> = {
  'R2-D2 that ships': () => shipped('r2d2-5-way-1-shot'),
  'MetaOptNet that ships': () => shipped('meta-opt-net-5-way-1-shot'),
  'a plain ridge head, whose answers are logits as they are': () => {
    const { logScale: _, ...weights } = shipped('r2d2-5-way-1-shot');
    return { ...weights, details: { ...weights.details, origin: 'ridgeHead' } };
  },
  'a perceptron under a support vector machine': () => ({
    ...shipped('meta-opt-net-5-way-1-shot'),
    network: initialiseNetwork({ layerSizes: [196, 20, 5], activation: 'tanh' }, 'glorot', 1),
  }),
};

test.each(Object.keys(MADE))('%s', async (name) => {
  const weights = MADE[name]?.() ?? shipped('r2d2-5-way-1-shot');
  const { architecture, parameters } = weights.network;
  const counts = { shots: 15, queryPoints: 5 };
  const [task] = sampleTasks(heldOutTasks(openingSettings('characters')), 3, 1, counts);
  if (task === undefined) throw new Error('Expected a task, found none.');
  const file = join(folder, 'weights.json');
  writeFileSync(file, writeWeights(weights, 'json'));
  writeFileSync(join(folder, TASK_FILE), taskFile(task));
  const code = codeFor('pytorch', {
    weights,
    file,
    format: 'json',
    innerLoop: { alpha: 0, steps: 1, ...task },
  });
  const asked = `
import json
print("ANSWER", json.dumps((features(x_query) @ head).flatten().tolist()))`;
  const output = runPython(TORCH, `${code}${asked}`, folder);
  const found = numbersOf(output);
  const [trajectory] = await simdEngine().adapt({
    architecture,
    loss: 'crossEntropy',
    parameters: [parameters],
    rates: [adaptationOf(weights.details.origin, weights, 0, null)],
    tasks: [task],
    innerSteps: 1,
    gridX: task.query.x,
  });
  expect(found).toHaveLength(25);
  expect(relativeError(found, trajectory?.predictions[1] ?? [])).toBeLessThan(1e-5);
  const told = /query accuracy (\S+), query cross-entropy (\S+)/.exec(output) ?? [];
  expect(Number(told[1])).toBeCloseTo(trajectory?.series.accuracy?.[1] ?? Number.NaN, 5);
  expect(Number(told[2])).toBeCloseTo(trajectory?.series.queryLoss[1] ?? Number.NaN, 4);
});
