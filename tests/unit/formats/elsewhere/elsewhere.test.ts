/** Programs that go on with a run elsewhere; tests/interop runs them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesElsewhere, whyNoProgram, zipElsewhere } from '#formats/elsewhere/elsewhere.ts';
import { inPython } from '#formats/elsewhere/formula-tasks.ts';
import { readCheckpoint } from '#formats/checkpoint.ts';
import { readZip } from '#formats/zip.ts';
import { english } from '#core/saying.ts';
import { loadFamilies } from '#families/family-of.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { learnedSize } from '#training/learned.ts';
import { TRAINING_ALGORITHMS, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { DEFAULT_SETTINGS, hasTasksFor, openingSettings, type Settings } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';

await loadFamilies();

function checkpointOf(change: Partial<Settings>) {
  const settings = { ...DEFAULT_SETTINGS, ...change };
  const size = learnedSize(settings.algorithm, trainedArchitecture(settings), settings);
  const zeros = () => new Float32Array(size);
  const snapshot = { iteration: 7, parameters: zeros(), firstMoment: zeros(), secondMoment: zeros() };
  return { settings, snapshot, tasksDigest: null };
}

const isWritten = (algorithm: TrainingAlgorithm) =>
  LEARNERS[algorithm].made === 'byOneRun' && LEARNERS[algorithm].innerLoop !== 'remembering';

const OF_SINUSOIDS = TRAINING_ALGORITHMS.filter((name) => hasTasksFor(name, DEFAULT_SETTINGS));
const WRITTEN = OF_SINUSOIDS.filter(isWritten);
const NO_PICTURES = { given: null, most: 0 };
const EVERY_OPTION = { innerBatch: 2, noise: 0.1, positions: 9, clip: 1, annealing: 'cosine' } as const;

/** The program's lines, for a run on curves. */
async function programOf(checkpoint: ReturnType<typeof checkpointOf>): Promise<string> {
  const [program] = await filesElsewhere('pytorch', checkpoint, NO_PICTURES);
  return String(program?.content);
}

test.each(WRITTEN)('%s: one program of less than 250 lines, and the run beside it', async (algorithm) => {
  const checkpoint = checkpointOf({ algorithm });
  const [program, run] = await filesElsewhere('pytorch', checkpoint, NO_PICTURES);
  expect(String(program?.content).trimEnd().split('\n').length).toBeLessThan(250);
  expect(readCheckpoint(run?.content as Uint8Array).snapshot).toEqual(checkpoint.snapshot);
});

test.each(WRITTEN)('%s: lines stay readable with every option on', async (algorithm) => {
  const lines = (await programOf(checkpointOf({ algorithm, ...EVERY_OPTION }))).split('\n');
  expect(lines.filter((line) => line.length > 130 || /\s$/.test(line))).toEqual([]);
});

test.each(OF_SINUSOIDS.filter((name) => !isWritten(name)))('%s: refused in words', (algorithm) => {
  const settings = { ...DEFAULT_SETTINGS, algorithm };
  const refusal = whyNoProgram({ settings, tasksDigest: null });
  expect(english(refusal?.message ?? '')).toBe(
    `Expected a learner that trains a perceptron or a convolution in one run, found ${algorithm}.`,
  );
});

test('tasks of the user’s own, and convolutions that see curves, are refused in words', () => {
  const own = whyNoProgram({ settings: DEFAULT_SETTINGS, tasksDigest: 'ab12' });
  expect(english(own?.message ?? '')).toContain('found one on tasks of a file of the user’s own');
  const seen = { ...DEFAULT_SETTINGS, architecture: { ...USUAL_CONV, outputs: 1 } };
  const conv = whyNoProgram({ settings: seen, tasksDigest: null });
  expect(english(conv?.message ?? '')).toBe('Expected a multilayer perceptron, found conv.');
  expect(whyNoProgram({ settings: DEFAULT_SETTINGS, tasksDigest: null })).toBeNull();
});

test('a page saves one archive with both files', async () => {
  const files = readZip(await zipElsewhere('pytorch', checkpointOf({}), NO_PICTURES));
  expect(files.map(({ name }) => name)).toEqual(['meta_train.py', 'run.safetensors']);
  const [program] = files;
  expect(new TextDecoder().decode(program?.read())).toContain('def meta_gradient(');
});

test('what is not set is not written: no line is there for nothing', async () => {
  const plain = await programOf(checkpointOf({}));
  for (const word of ['NOISE', 'POSITIONS', 'CLIP', 'INNER_BATCH', 'minibatch', 'MOMENTUM', 'progress'])
    expect(plain).not.toContain(word);
});

test('weights that are kept tell what the run has taken up, as the run does', async () => {
  const changes = [{ iteration: 3, id: 'beta', from: 0.01, to: 0.001 }] as const;
  const checkpoint = { ...checkpointOf({}), changes };
  expect(await programOf(checkpoint)).toContain('origin = {**details, "origin": "maml"');
});

test('the document names every file that is written', async () => {
  const told = readFileSync('docs/formats.md', 'utf8');
  const files = await filesElsewhere('pytorch', checkpointOf({}), NO_PICTURES);
  for (const { name } of files) expect(told).toContain(name);
});

test('letters that the program has for something else get names of their own', async () => {
  const formula = 'y*x + X + a; y=0..1; X=0..1; a=0..1';
  const program = await programOf(checkpointOf({ family: 'formula', formula }));
  expect(program).toContain('y_, X_, a = (');
  expect(program).toContain('y = y_*x + X_ + a');
});

test.each([
  ['a*sin(b*x)^2 + 3', 'a*np.sin(b*x)**2.0 + 3.0'],
  ['-x^-2^.5', '-x**-2.0**0.5'],
  ['min(e, 007)*1e3*pi*a1', 'np.minimum(np.e, 7.0)*1000.0*np.pi*a1'],
  ['sinc(x)/abs(t)', 'sinc(x)/np.abs(t)'],
])('“%s” in Python is “%s”', (formula, python) => {
  expect(inPython(formula)).toBe(python);
});

test('a run on curves by a formula has its formula in the program', async () => {
  const settings = { ...openingSettings('formula'), formula: 'a*x^2; a=0.5..2; x=-3..3' };
  const program = await programOf(checkpointOf(settings));
  expect(program).toContain('        y = a*x**2.0\n');
  expect(program).toContain('X = (-3, 3)');
});
