/** Characters from the command line: trained, judged by accuracy, on invented alphabets and on a zip of pictures. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { written } from '#families/characters/hand.ts';
import { letterOf } from '#families/characters/alphabet.ts';
import { inked } from '#families/pictures/ink.ts';
import { randomSource, STREAMS } from '#core/rng.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import { eventsOf, run, temporaryFolder } from './cli.ts';

const SMALL = ['--family', 'characters', '--ways', '3', '--filters', '6,6', '--meta-batch', '2'];
const ON_SIMD = ['--engine', 'wasm', '--json'];

/** So many letters in four hands each, as PNG pictures in a folder a class. */
function smallZip(letters: number): Uint8Array {
  const random = randomSource(3, STREAMS.validationAlphabets);
  const side = 28;
  const drawings = Array.from({ length: 4 * letters }, (_, at) => {
    const [letter, hand] = [Math.floor(at / 4), at % 4];
    const ink = inked(written(letterOf(random, 0, letter), random, { alphabet: 0, letter, hand }), side);
    const data = Uint8Array.from(ink, (value) => Math.round(255 * (1 - value)));
    const picture = encode({ width: side, height: side, data, channels: 1 });
    return [`set/alphabet/letter${letter}/${hand}.png`, picture] as const;
  });
  return zipSync(Object.fromEntries(drawings));
}

test('trains a convolutional network, whose file says of which tasks it is, and judges it by accuracy', async () => {
  const at = temporaryFolder();
  const out = at('weights.safetensors');
  const trained = await run(
    'train',
    ...SMALL,
    '--iterations',
    '3',
    '--no-evaluate',
    '--out',
    out,
    ...ON_SIMD,
  );
  expect(trained).toMatchObject({ status: 0 });
  expect(eventsOf(trained).at(-1)).toMatchObject({
    event: 'result',
    command: expect.stringContaining('--family characters --meta-batch 2 --ways 3'),
  });
  const { network, details } = readWeightsFile(readFileSync(out));
  expect(network.architecture).toMatchObject({
    model: 'conv',
    input: [14, 14, 1],
    filters: [6, 6],
    outputs: 3,
  });
  expect(details.settings).toMatchObject({
    family: 'characters',
    ways: 3,
    shots: 1,
    queryPoints: 5,
    alpha: 0.4,
  });

  const judged = await run('evaluate', '--weights', out, '--tasks', '20', '--steps', '1', ...ON_SIMD);
  expect(judged).toMatchObject({ status: 0 });
  expect(judged.stderr).toContain('right');
  const evaluation = eventsOf(judged).find(({ event }) => event === 'evaluation');
  expect(evaluation).toMatchObject({ byShots: [{ shots: 1, accuracies: [{}, {}] }] });
  const byShots = evaluation?.['byShots'] as
    | [{ accuracies: { mean: number; confidence95: number }[] }]
    | undefined;
  for (const { mean, confidence95 } of byShots?.[0].accuracies ?? []) {
    expect(mean).toBeGreaterThan(0.2);
    expect(mean).toBeLessThan(1);
    expect(confidence95).toBeGreaterThan(0);
  }

  const wider = await run('evaluate', '--weights', out, '--ways', '5', '--tasks', '5', ...ON_SIMD);
  expect(wider.status).not.toBe(0);
  expect(wider.stderr).toContain('5 outputs, one for each class');
});

test('trains and judges on a zip of pictures, and refuses one with too few of a class', async () => {
  const at = temporaryFolder();
  const [data, out] = [at('pictures.zip'), at('weights.safetensors')];
  writeFileSync(data, smallZip(4));
  const how = [...SMALL, '--query-points', '2', '--data', data, '--iterations', '2', '--no-evaluate'];
  const all = [...how, '--all-classes'];
  const trained = await run('train', ...all, '--out', out, ...ON_SIMD);
  expect(trained).toMatchObject({ status: 0 });
  expect(trained.stderr).toContain('4 classes of pictures in 4 alphabets, each turned');
  expect(eventsOf(trained).at(-1)).toMatchObject({ command: expect.stringContaining('--all-classes') });
  expect(readWeightsFile(readFileSync(out)).details.ownTasks).toMatchObject({ file: 'pictures.zip' });

  const judged = await run('evaluate', '--weights', out, '--data', data, '--tasks', '5', ...ON_SIMD);
  expect(judged).toMatchObject({ status: 0 });
  expect(judged.stderr).toContain('trained on all classes of pictures.zip, and judged on the same');
  const split = await run('train', ...how, '--out', out, ...ON_SIMD);
  expect(split.status).not.toBe(0);
  expect(split.stderr).toContain(
    'Expected at least 3 held-out classes, found 1: of 4 classes, 3 are to train on',
  );
  const refused = await run('train', ...all, '--shots', '3', '--out', out, ...ON_SIMD);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('Expected at least 5 drawings of each class, found one with 4.');
  const ofCurves = await run('train', '--data', data, '--out', out, ...ON_SIMD);
  expect(ofCurves.stderr).toContain('Expected tasks of pictures, found sinusoid.');
});

test('holds classes of a zip out: the file says so, is judged on these alone, and goes on with nothing else', async () => {
  const at = temporaryFolder();
  const [data, others, out] = [at('pictures.zip'), at('others.zip'), at('weights.safetensors')];
  writeFileSync(data, smallZip(20));
  writeFileSync(others, smallZip(21));
  const how = [...SMALL, '--query-points', '2', '--iterations', '4', '--no-evaluate'];
  const trained = await run('train', ...how, '--data', data, '--out', out, '--stop-at', '2', ...ON_SIMD);
  expect(trained).toMatchObject({ status: 0 });
  expect(trained.stderr).toContain(
    '14 to train on, each turned by quarters as well, 2 for validation, 4 held out',
  );
  expect(readWeightsFile(readFileSync(out)).details.ownTasks).toMatchObject({
    file: 'pictures.zip',
    isSplit: true,
  });
  const judged = await run('evaluate', '--weights', out, '--data', data, '--tasks', '5', ...ON_SIMD);
  expect(judged.stderr).toContain('Judged on the classes of pictures.zip that its training has held out.');
  const tooMany = await run('evaluate', '--weights', out, '--data', data, '--shots', '3', ...ON_SIMD);
  expect(tooMany.stderr).toContain('drawings of each class');

  const resume = (...more: string[]) => run('train', '--resume', ...how, '--out', out, ...more, ...ON_SIMD);
  expect((await resume('--data', others)).stderr).toMatch(
    /expected \S*pictures\.zip \(SHA-256 \w{8}…\) as before, found \S*others\.zip \(SHA-256 \w{8}…\)/,
  );
  expect((await resume('--data', data, '--all-classes')).stderr).toContain(
    'expected some classes held out as before, found --all-classes',
  );
  expect(await resume('--data', data)).toMatchObject({ status: 0 });
  const whole = at('whole.safetensors');
  await run('train', ...how, '--data', data, '--out', whole, ...ON_SIMD);
  const weights = [out, whole].map((path) => readWeightsFile(readFileSync(path)).network.parameters);
  expect(weights[0]).toEqual(weights[1]);
});

/** A folder of support pictures and queries: three letters, one drawing each, and two of each to be named, one of them without an answer. */
function writeOwnTask(at: (name: string) => string): string {
  const folder = at('own');
  for (const [name, bytes] of Object.entries(unzipSync(smallZip(3)))) {
    const [, letter = '', hand = ''] = /letter(\d)\/(\d)\.png$/.exec(name) ?? [];
    const places = { '0': `support/letter${letter}`, '1': `query/letter${letter}`, '2': 'query' };
    const place = Object.entries(places).find(([of]) => of === hand)?.[1];
    if (place === undefined) continue;
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, `${letter}-${hand}.png`), bytes);
  }
  return folder;
}

test('adapts to pictures of one’s own, to a task of a zip and to an invented one, and tells every probability', async () => {
  const at = temporaryFolder();
  const [data, out] = [at('pictures.zip'), at('weights.safetensors')];
  writeFileSync(data, smallZip(20));
  const how = [...SMALL, '--query-points', '2', '--iterations', '2', '--no-evaluate'];
  await run('train', ...how, '--data', data, '--out', out, ...ON_SIMD);
  const folder = writeOwnTask(at);
  const adapt = (...more: string[]) => run('adapt', '--weights', out, ...more, ...ON_SIMD);
  const csv = at('answers.csv');
  const found = await adapt('--pictures', folder, '--steps', '2', '--out', csv);
  expect(found).toMatchObject({ status: 0 });
  const event = eventsOf(found).find(({ event: kind }) => kind === 'answers') ?? {};
  expect(event).toMatchObject({
    classes: ['letter0', 'letter1', 'letter2'],
    divergedAt: null,
    supportLoss: [expect.any(Number), expect.any(Number), expect.any(Number)],
    accuracy: [expect.any(Number), expect.any(Number), expect.any(Number)],
  });
  const probabilities = event['probabilities'] as number[][][];
  expect([probabilities.length, probabilities[0]?.length]).toEqual([3, 6]);
  for (const row of probabilities.flat()) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
  const lines = readFileSync(csv, 'utf8').trim().split('\n');
  expect(lines[0]).toBe('query,class,step,named,p(letter0),p(letter1),p(letter2)');
  expect(lines).toHaveLength(1 + 6 * 3);
  expect(lines.filter((line) => line.startsWith('query/letter1/1-1.png,letter1,'))).toHaveLength(3);
  expect(lines.filter((line) => line.startsWith('query/0-2.png,,'))).toHaveLength(3);

  // The numbered tasks are those of `evaluate`: held-out classes of the zip that the run has learned from.
  const numbered = await adapt('--data', data, '--task', '2', '--steps', '1');
  const ofZip = eventsOf(numbered).find(({ event: kind }) => kind === 'answers') ?? {};
  expect(ofZip).toMatchObject({
    classes: ['A', 'B', 'C'],
    asked: expect.arrayContaining([{ name: 'query 1', label: 0 }]),
  });
  const piped = await run('adapt', '--weights', out, '--steps', '0', '--engine', 'wasm');
  expect(piped.stdout.split('\n')[0]).toBe('query,class,step,named,p(A),p(B),p(C)');
  const prior = await run('adapt', '--prior', 'prototypes', '--ways', '3', '--pictures', folder, '--json');
  expect(eventsOf(prior).find(({ event: kind }) => kind === 'answers')).toMatchObject({ alpha: null });

  expect((await adapt('--pictures', at('nothing'))).stderr).toContain(
    'expected a file that can be read, found none',
  );
  expect((await adapt('--points', csv)).stderr).toContain(
    '--pictures, --data or --task for tasks of pictures',
  );
  expect((await adapt('--pictures', folder, '--task', '3')).stderr).toContain('expected no --task beside it');
  expect((await run('adapt', '--prior', 'prototypes', '--pictures', folder)).stderr).toContain(
    'expected 5 classes, found 3',
  );
});

test('judges on tasks that a file gives whole, and says which flags say nothing of them', async () => {
  const at = temporaryFolder();
  const runs = at('runs.zip');
  // Each class is asked about by another hand's drawing of the same letter.
  const drawn = Object.entries(unzipSync(smallZip(3)));
  const placed: [string, Uint8Array][] = drawn.flatMap(([name, bytes]) => {
    const [, letter = '', hand = ''] = /letter(\d)\/(\d)/.exec(name) ?? [];
    const place = { 0: `training/class0${letter}`, 1: `test/item0${letter}` }[hand];
    return place === undefined ? [] : [[`run01/${place}.png`, bytes]];
  });
  const labels = [0, 1, 2].map(
    (letter) => `run01/test/item0${letter}.png run01/training/class0${letter}.png\n`,
  );
  writeFileSync(
    runs,
    zipSync({
      ...Object.fromEntries(placed),
      'run01/class_labels.txt': new TextEncoder().encode(labels.join('')),
    }),
  );
  const asked = ['--prior', 'nearestNeighbour', '--runs', runs, '--steps', '1', '--json'];
  const judged = await run('evaluate', ...asked, '--ways', '3');
  expect(judged).toMatchObject({ status: 0 });
  expect(judged.stderr).toContain(`over 1 tasks of ${runs}`);
  expect(eventsOf(judged).find(({ event }) => event === 'evaluation')).toMatchObject({
    tasks: 1,
    queryPoints: 1,
    byShots: [{ shots: 1, accuracies: [{}, {}] }],
  });

  const other = await run('evaluate', ...asked, '--ways', '5');
  expect(other.stderr).toContain(`${runs}: expected 5 classes, found 3`);
  const drawing = await run('evaluate', ...asked, '--ways', '3', '--shots', '5');
  expect(drawing.stderr).toContain('--runs: expected no --shots beside it, found --shots');
});
