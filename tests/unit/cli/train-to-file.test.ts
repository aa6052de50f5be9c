/** A run as its files: what is there at its end, and when a file cannot be written. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Console } from '#cli/console.ts';
import { trainToFile } from '#cli/train-to-file.ts';
import type { TrainingOrder } from '#cli/training-order.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { readCheckpoint } from '#formats/checkpoint.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import { fakeEngine } from '../../fakes/fake-headless-engine.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const SILENT: Console = { say: () => undefined, progress: () => undefined, event: () => undefined };
const ARCHITECTURE = { layerSizes: [1, 2, 1], activation: 'relu' } as const;
const NETWORK = { architecture: ARCHITECTURE, parameters: Float32Array.of(1, 2, 3, 4, 5, 6, 7) };

function orderIn(out: string, changes: Partial<TrainingOrder> = {}, until = 20): TrainingOrder {
  const settings = { ...DEFAULT_SETTINGS, architecture: ARCHITECTURE, iterations: 20 };
  return {
    job: { settings, from: { network: NETWORK, rates: null }, until, ownTasks: null, marks: [] },
    out,
    checkpoint: `${out}.checkpoint`,
    startedFrom: null,
    before: null,
    ownTasks: null,
    markPath: (iteration) => `${out}-${iteration}`,
    ...changes,
  };
}

function train(order: TrainingOrder) {
  return trainToFile(fakeEngine().engine, order, SILENT, new AbortController().signal, false);
}

describe('a run', () => {
  test('at its end leaves weights and nothing else, which know of no file they came from', async () => {
    const out = temporaryFolder()('w');
    await train(orderIn(out));
    expect(readdirSync(dirname(out))).toEqual(['w']);
    const { details } = readWeightsFile(readFileSync(out));
    expect(details.iteration).toBe(20);
    expect(details).not.toHaveProperty('startedFrom');
    expect(details).not.toHaveProperty('ownTasks');
  });

  test('tells of which weights and tasks it was made, by their names', async () => {
    const out = temporaryFolder()('w');
    const [startedFrom, ownTasks] = [
      { file: '/weights/first.safetensors', sha256: 'a1' },
      { file: 'tasks.json', sha256: 'b2' },
    ];
    await train(orderIn(out, { startedFrom, ownTasks }, 5));
    const { details } = readWeightsFile(readFileSync(out));
    expect(details).toMatchObject({ startedFrom: { file: 'first.safetensors', sha256: 'a1' }, ownTasks });
    const kept = readCheckpoint(readFileSync(`${out}.checkpoint`));
    expect(kept).toMatchObject({ startedFrom, tasksDigest: 'b2' });
  });

  test.each([
    [null, 'fused'],
    ['fused', 'fused'],
    ['wasm', 'several'],
    ['several', 'several'],
    ['unknown', undefined],
  ] as const)('tells what trained it: after %s and the fused engine, %s', async (before, engine) => {
    const out = temporaryFolder()('w');
    const trained = await train(orderIn(out, { before }, 5));
    expect(trained).toMatchObject({ engine: engine ?? null });
    expect(readWeightsFile(readFileSync(out)).details.engine).toBe(engine);
    expect(readCheckpoint(readFileSync(`${out}.checkpoint`)).engine).toBe(engine);
  });

  test('that is interrupted while it is judged is kept', async () => {
    const out = temporaryFolder()('w');
    const stop = new AbortController();
    const { engine } = fakeEngine();
    const evaluate = () => {
      stop.abort();
      return Promise.reject(new Error('What a worker says that is taken away.'));
    };
    const order = orderIn(out, {}, 500);
    const job = { ...order.job, goal: 0.5 };
    const end = await trainToFile({ ...engine, evaluate }, { ...order, job }, SILENT, stop.signal, false);
    expect(end).toBe('interrupted');
    expect(readCheckpoint(readFileSync(order.checkpoint)).snapshot.iteration).toBeGreaterThan(0);
  });

  test.each([0, 7])('that stops at %i before its end can go on', async (until) => {
    const out = temporaryFolder()('w');
    await train(orderIn(out, {}, until));
    expect(readWeightsFile(readFileSync(out)).details.iteration).toBe(until);
    expect(readCheckpoint(readFileSync(`${out}.checkpoint`)).snapshot.iteration).toBe(until);
  });

  test.each(['out', 'mark'])('whose %s cannot be written is kept, and leaves no scraps', async (what) => {
    const out = temporaryFolder()('w');
    const blocked = what === 'out' ? out : `${out}-10`;
    // A folder that is not empty cannot be replaced by a file.
    mkdirSync(`${blocked}/inside`, { recursive: true });
    const order = orderIn(out);
    const training = train({ ...order, job: { ...order.job, marks: what === 'out' ? [] : [10] } });
    await expect(training).rejects.toMatchObject({
      code: 'input-invalid',
      hint: expect.stringContaining(order.checkpoint),
    });
    const { snapshot } = readCheckpoint(readFileSync(order.checkpoint));
    expect(snapshot.iteration).toBe(what === 'out' ? 20 : 10);
    expect(readdirSync(dirname(out)).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(existsSync(`${blocked}/inside`)).toBe(true);
  });
});
