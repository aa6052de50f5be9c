/** From the command line of `train` to what is trained: what is refused before any training, and what is gone on with. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Architecture } from '#models/architecture.ts';
import { digestOf } from '#cli/files.ts';
import { seededWeights } from '#cli/first-weights.ts';
import type { FlagTexts } from '#cli/flags.ts';
import { planTraining, type TrainingWishes } from '#cli/training-order.ts';
import { writeCheckpoint } from '#formats/checkpoint.ts';
import { writeWeightsFile } from '#formats/weights-file.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const SMALL: Architecture = { layerSizes: [1, 4, 1], activation: 'tanh' };
const { architecture: _, ...SETTINGS } = DEFAULT_SETTINGS;

function plan(wishes: Partial<TrainingWishes> & { out: string }, texts: FlagTexts = {}) {
  return planTraining({ resume: false, ...wishes }, texts);
}

function weightsBytes(architecture: Architecture): Uint8Array {
  const details = { origin: 'maml', iteration: 9, settings: SETTINGS, evaluation: null } as const;
  return writeWeightsFile({ network: initialiseNetwork(architecture, 'glorot', 3), rates: null, details });
}

function checkpointBytes(
  settings: Settings,
  iteration: number,
  tasksDigest: string | null = null,
): Uint8Array {
  const { parameters } = seededWeights(settings).network;
  const zeros = new Float32Array(parameters.length);
  const snapshot = { iteration, parameters, firstMoment: zeros, secondMoment: zeros };
  return writeCheckpoint({ settings, snapshot, tasksDigest });
}

describe('a place that cannot be written is refused before training', () => {
  test.each([
    { out: '', says: '--out: expected a file to write, found nothing' },
    { out: 'folder', says: 'found the folder' },
    { out: 'file/w.safetensors', says: 'a place that can be written' },
  ])('“$out”', async ({ out, says }) => {
    const at = temporaryFolder();
    mkdirSync(at('folder'));
    writeFileSync(at('file'), '');
    await expect(plan({ out: out === '' ? '' : at(out) })).rejects.toThrow(says);
  });

  test('for weights along the run, too', async () => {
    const at = temporaryFolder();
    writeFileSync(at('file'), '');
    const along = { checkpoints: at('file/along'), checkpointsAt: '10' };
    await expect(plan({ out: at('w.safetensors'), ...along })).rejects.toThrow('--checkpoints');
  });

  test('and trying leaves nothing behind', async () => {
    const at = temporaryFolder();
    await plan({ out: at('w.safetensors') });
    expect(readdirSync(at('.'))).toEqual([]);
  });
});

describe('--init', () => {
  test.each([
    { algorithm: 'oracle', layerSizes: [1, 4, 1] },
    { algorithm: 'multiTask', layerSizes: [3, 4, 1] },
    { algorithm: 'maml', layerSizes: [2, 4, 1] },
    { algorithm: 'maml', layerSizes: [1, 4, 2] },
  ])('refuses a network $layerSizes for $algorithm', async ({ algorithm, layerSizes }) => {
    const at = temporaryFolder();
    writeFileSync(at('init.safetensors'), weightsBytes({ ...SMALL, layerSizes }));
    const wishes = { out: at('w.safetensors'), init: at('init.safetensors') };
    await expect(plan(wishes, { algorithm })).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringMatching(/--init .*init\.safetensors: expected the network .* found/),
    });
  });

  test('takes weights, and remembers of which file', async () => {
    const at = temporaryFolder();
    const bytes = weightsBytes(SMALL);
    writeFileSync(at('init.safetensors'), bytes);
    const order = await plan({ out: at('w.safetensors'), init: at('init.safetensors') });
    expect(order.job.settings.architecture).toEqual(SMALL);
    expect(order.job.from).toEqual({ network: initialiseNetwork(SMALL, 'glorot', 3), rates: null });
    expect(order.startedFrom).toEqual({ file: at('init.safetensors'), sha256: digestOf(bytes) });
  });

  test('takes the weights of a checkpoint', async () => {
    const at = temporaryFolder();
    const settings = { ...DEFAULT_SETTINGS, architecture: SMALL, seed: 5 };
    writeFileSync(at('x.checkpoint'), checkpointBytes(settings, 70));
    const order = await plan({ out: at('w.safetensors'), init: at('x.checkpoint') }, { beta: '0.0001' });
    expect(order.job.settings).toMatchObject({ architecture: SMALL, beta: 0.0001, seed: 1 });
    expect(order.job.from).toEqual(seededWeights(settings));
  });
});

describe('the multi-task baseline ends with a finished network', () => {
  test.each([
    { texts: { iterations: '1500' }, wishes: {}, says: ['--iterations', '1,000', '1500'] },
    { texts: {}, wishes: { stopAt: '500' }, says: ['--stop-at', '1,000', '500'] },
    { texts: {}, wishes: { stopAt: '0' }, says: ['--stop-at', '1,000', '0'] },
    { texts: {}, wishes: { checkpointsAt: '500,2000' }, says: ['--checkpoints-at', '1000', '500'] },
    { texts: {}, wishes: { checkpointEvery: '10' }, says: ['--checkpoint-every', '1000', '10'] },
  ])('refuses $texts $wishes', async ({ texts, wishes, says }) => {
    const at = temporaryFolder();
    const planned = plan({ out: at('w.safetensors'), ...wishes }, { algorithm: 'multiTask', ...texts });
    const error = await planned.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    for (const part of says) expect(error).toMatchObject({ message: expect.stringContaining(part) });
  });

  test('takes whole multiples', async () => {
    const at = temporaryFolder();
    const wishes = { out: at('w.safetensors'), stopAt: '2000', checkpointsAt: '1000' };
    const { job } = await plan(wishes, { algorithm: 'multiTask', iterations: '3000' });
    expect(job).toMatchObject({ until: 2000, marks: [1000] });
  });
});

test('--stop-at 0 ends with the first weights', async () => {
  const at = temporaryFolder();
  expect((await plan({ out: at('w.safetensors'), stopAt: '0' })).job.until).toBe(0);
});

describe('own tasks', () => {
  const points = (count: number) => ({
    x: Array.from({ length: count }, (__, x) => x),
    y: Array(count).fill(1),
  });
  const TEXT = JSON.stringify([{ support: points(9), query: points(7) }]);

  test('are taken with all points that they have in common, unless flags say otherwise', async () => {
    const at = temporaryFolder();
    writeFileSync(at('t.json'), TEXT);
    const wishes = { out: at('w.safetensors'), tasks: at('t.json') };
    const order = await plan(wishes);
    expect(order.job.settings).toMatchObject({ shots: 9, queryPoints: 7 });
    expect(order.ownTasks).toEqual({ file: at('t.json'), sha256: digestOf(TEXT) });
    expect((await plan(wishes, { shots: '3' })).job.settings).toMatchObject({ shots: 3, queryPoints: 7 });
  });

  test.each([{ texts: {} }, { texts: { shots: '3' } }])(
    'are gone on with as the run took them: $texts',
    async ({ texts }) => {
      const at = temporaryFolder();
      writeFileSync(at('t.json'), TEXT);
      const settings = { ...DEFAULT_SETTINGS, shots: 3, queryPoints: 7 };
      writeFileSync(at('w.safetensors.checkpoint'), checkpointBytes(settings, 20, digestOf(TEXT)));
      const wishes = { out: at('w.safetensors'), tasks: at('t.json'), resume: true };
      expect((await plan(wishes, texts)).job.settings).toEqual(settings);
      await expect(plan(wishes, { shots: '4' })).rejects.toThrow('shots = 3 as before');
    },
  );
});

test('a change that would come after the end of the run is refused in words', async () => {
  const at = temporaryFolder();
  const late = { out: at('w.safetensors'), change: ['50:beta=0.01'] };
  await expect(plan(late, { iterations: '50' })).rejects.toThrow(
    '--change: expected an iteration before 50, where the run ends, found 50',
  );
  const inTime = { ...late, stopAt: '20' };
  await expect(plan(inTime, { iterations: '51' })).resolves.toMatchObject({ job: { until: 20 } });
});
