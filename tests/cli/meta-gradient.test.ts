/** The command line's answers to the cases of PyTorch in float64, on every engine and without a GPU. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { chosen } from '../repeats.ts';
import { type Ended, run, runProcess, temporaryFolder } from './cli.ts';

interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Answer {
  readonly case: string;
  readonly algorithm: string;
  readonly meanQueryLossAfterAdaptation: number;
  readonly metaGradient: readonly NamedTensor[];
  readonly alphaGradient?: readonly NamedTensor[];
}

interface OracleFile {
  readonly parameters: readonly NamedTensor[];
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    readonly metaGradient: Readonly<Record<string, readonly NamedTensor[]>>;
    readonly metaSgdGradient: { readonly parameters: NamedTensor[]; readonly alpha: NamedTensor[] };
  };
}

const FOLDER = 'tests/oracle';
// The fused engine compiles a second for each network; `tests/gpu` has every case in npm test as well.
// Files of classes, and of other inner optimisers, lie in folders of their own: `tests/gpu` and the unit tests have those.
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && !/^(ridge|cavia)/.test(name));
const FILES = chosen(NAMES, (name) => /^(relu-1-16|tanh)/.test(name)).map((name) => join(FOLDER, name));
const ALGORITHMS = ['maml', 'fomaml', 'anil', 'metaSgd', 'multiStepLoss', 'reptile'];
/** Of them, those whose inner loop is the one that the files adapt with. */
const PLAIN = new Set(['maml', 'fomaml', 'multiStepLoss', 'reptile']);
const TOLERANCE = 1e-4;

function oracle(path: string): OracleFile {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** |found − expected|₂ / |expected|₂ over all tensors, whose names and shapes must agree. */
function distance(found: readonly NamedTensor[] = [], expected: readonly NamedTensor[] = []): number {
  const layout = (tensors: readonly NamedTensor[]) => tensors.map(({ name, shape }) => ({ name, shape }));
  expect(layout(found)).toEqual(layout(expected));
  const numbers = expected.flatMap(({ data }) => data);
  const difference = found.flatMap(({ data }) => data).map((value, index) => value - (numbers[index] ?? NaN));
  return Math.hypot(...difference) / Math.hypot(...numbers);
}

describe.each(['fused', 'wasm', 'tensor'])('the %s engine', (engine) => {
  let ended: Ended = { status: null, stdout: '', stderr: '' };
  let answers: Answer[] = [];

  beforeAll(async () => {
    const words = ['--case', ...FILES, '--algorithm', ...ALGORITHMS, '--engine', engine];
    ended = await run('meta-gradient', ...words);
    if (ended.status === 0)
      answers = ended.stdout
        .trim()
        .split('\n')
        .map((line): Answer => JSON.parse(line));
  });

  test('answers every case and says who answered', () => {
    expect(ended).toMatchObject({ status: 0, stderr: expect.stringContaining(`${engine} engine in`) });
    expect(answers).toHaveLength(FILES.length * ALGORITHMS.length);
  });

  test.each(FILES.flatMap((file) => ALGORITHMS.map((algorithm) => [algorithm, file])))(
    '%s of %s',
    (algorithm, file) => {
      const answer = answers.find(
        (candidate) => candidate.case === file && candidate.algorithm === algorithm,
      );
      const { expected } = oracle(file ?? '');
      const isMetaSgd = algorithm === 'metaSgd';
      const gradient = isMetaSgd
        ? expected.metaSgdGradient.parameters
        : expected.metaGradient[algorithm ?? ''];
      expect(distance(answer?.metaGradient, gradient)).toBeLessThan(TOLERANCE);
      if (isMetaSgd)
        expect(distance(answer?.alphaGradient, expected.metaSgdGradient.alpha)).toBeLessThan(TOLERANCE);
      else expect(answer).not.toHaveProperty('alphaGradient');
      if (!PLAIN.has(algorithm ?? '')) return;
      const loss = expected.meanQueryLossAfterAdaptation;
      expect(Math.abs((answer?.meanQueryLossAfterAdaptation ?? NaN) - loss)).toBeLessThan(TOLERANCE * loss);
    },
  );
});

test('one case is one JSON object and nothing else on stdout, with the gauge if wanted', async () => {
  const at = temporaryFolder();
  const [file = ''] = FILES;
  const words = ['--case', file, '--algorithm', 'maml', '--gauge', '--out', at('answer.json')];
  const { status, stdout } = await runProcess('meta-gradient', ...words);
  expect(status).toBe(0);
  const answer: Record<string, unknown> = JSON.parse(stdout);
  expect(Object.keys(answer)).toEqual(['meanQueryLossAfterAdaptation', 'metaGradient', 'secondOrder']);
  expect(readFileSync(at('answer.json'), 'utf8')).toBe(stdout);
  // The gauge is what the expected gradients say.
  const { metaGradient } = oracle(file).expected;
  const { relativeDifference, angle } = answer['secondOrder'] as Record<string, number>;
  expect(relativeDifference).toBeCloseTo(distance(metaGradient['fomaml'], metaGradient['maml']), 4);
  expect(angle).toBeGreaterThan(0);
});

test.each(['wasm', 'tensor'])('%s: a case with a learner is answered by that learner', async (engine) => {
  const file = join(FOLDER, 'ridge-tanh-2-8-1.json');
  const { status, stdout } = await run('meta-gradient', '--case', file, '--engine', engine);
  expect(status).toBe(0);
  const answer: Answer & { readonly logLambdaGradient: number } = JSON.parse(stdout);
  const { expected } = JSON.parse(readFileSync(file, 'utf8'));
  expect(distance(answer.metaGradient, expected.metaGradient)).toBeLessThan(TOLERANCE);
  expect(Math.abs(answer.logLambdaGradient / expected.logLambdaGradient - 1)).toBeLessThan(TOLERANCE);
  expect(
    Math.abs(answer.meanQueryLossAfterAdaptation / expected.meanQueryLossAfterAdaptation - 1),
  ).toBeLessThan(TOLERANCE);
});

test.each(['r2d2', 'meta-opt-net'])('a case of a head of classes is answered by it: %s', async (name) => {
  const file = join(FOLDER, 'heads', `${name}-tanh-4-7-6-3.json`);
  const { status, stdout } = await run('meta-gradient', '--case', file, '--engine', 'wasm');
  expect(status).toBe(0);
  const answer: Answer & { readonly logScaleGradient: number } = JSON.parse(stdout);
  const { expected } = JSON.parse(readFileSync(file, 'utf8'));
  expect(distance(answer.metaGradient, expected.metaGradient)).toBeLessThan(TOLERANCE);
  expect(Math.abs(answer.logScaleGradient / expected.logScaleGradient - 1)).toBeLessThan(TOLERANCE);
  // They are of classes: nobody else's losses have them.
  const learner = JSON.parse(readFileSync(file, 'utf8')).learner;
  const other = join(FOLDER, 'tanh-1-12-12-1-3steps.json');
  const refused = await run('meta-gradient', '--case', other, '--algorithm', learner, '--engine', 'wasm');
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain(`a loss of classes for ${learner}`);
});

test.each(['wasm', 'tensor'])('%s: a case with a context is answered as PyTorch has it', async (engine) => {
  const file = join(FOLDER, 'cavia-relu-1+3-14-12-1-2steps.json');
  const { status, stdout } = await run('meta-gradient', '--case', file, '--engine', engine);
  expect(status).toBe(0);
  const answer: Answer = JSON.parse(stdout);
  const { expected } = JSON.parse(readFileSync(file, 'utf8'));
  expect(distance(answer.metaGradient, expected.metaGradient)).toBeLessThan(TOLERANCE);
  expect(
    Math.abs(answer.meanQueryLossAfterAdaptation / expected.meanQueryLossAfterAdaptation - 1),
  ).toBeLessThan(TOLERANCE);
});

const OPTIMISED = 'tests/oracle/optimisers';

test.each([
  ['adam-tanh-2-9-1-5steps', 'maml'],
  ['momentum-relu-2-10-3-2steps', 'multiStepLoss'],
] as const)('a case of an inner optimiser is answered as PyTorch has it: %s, %s', async (name, algorithm) => {
  const file = join(OPTIMISED, `${name}.json`);
  const words = ['--case', file, '--algorithm', algorithm];
  const { expected } = JSON.parse(readFileSync(file, 'utf8'));
  for (const engine of ['wasm', 'tensor']) {
    const { status, stdout } = await run('meta-gradient', ...words, '--engine', engine);
    expect(status).toBe(0);
    const answer: Answer = JSON.parse(stdout);
    expect(distance(answer.metaGradient, expected.metaGradient[algorithm])).toBeLessThan(TOLERANCE);
  }
  // Who insists on kernels that know no optimiser is not answered by plain descent.
  const insisted = await run('meta-gradient', ...words, '--engine', 'fused');
  expect(insisted.status).not.toBe(0);
  expect(insisted.stderr).toContain('plain gradient descent');
  const own = await run('meta-gradient', '--case', file, '--algorithm', 'metaSgd', '--engine', 'tensor');
  expect(own.status).toBe(2);
  expect(own.stderr).toContain('inner steps are its own');
});

test('a case of MAML++ is answered as PyTorch has it, its rates included, in the order that it asks for', async () => {
  for (const [order, engine] of [
    ['order1', 'wasm'],
    ['order1', 'tensor'],
    ['order2', 'wasm'],
    ['order2', 'tensor'],
  ] as const) {
    const file = join(OPTIMISED, `maml-plus-plus-tanh-1-10-8-1-3steps-${order}.json`);
    const { status, stdout } = await run('meta-gradient', '--case', file, '--engine', engine);
    expect(status).toBe(0);
    const answer: Answer & { readonly stepRateGradient: number[][] } = JSON.parse(stdout);
    const { expected } = JSON.parse(readFileSync(file, 'utf8'));
    expect(distance(answer.metaGradient, expected.metaGradient)).toBeLessThan(TOLERANCE);
    const rates: number[] = expected.stepRateGradient.flat();
    const found = answer.stepRateGradient.flat();
    expect(found).toHaveLength(rates.length);
    found.forEach((value, at) =>
      expect(Math.abs(value - (rates[at] ?? NaN))).toBeLessThan(1e-4 * Math.hypot(...rates)),
    );
  }
});

test('a learner with a context is refused a case without one', async () => {
  const [file = ''] = FILES;
  const { status, stderr } = await run('meta-gradient', '--case', file, '--algorithm', 'cavia');
  expect(status).toBe(2);
  expect(stderr).toContain('expected a case whose learner is cavia, with what it learns');
});

test('a case with a learner is refused to another', async () => {
  const file = join(FOLDER, 'ridge-tanh-2-8-1.json');
  const { status, stderr } = await run('meta-gradient', '--case', file, '--algorithm', 'maml');
  expect(status).not.toBe(0);
  expect(stderr).toContain('ridgeHead, the learner of');
});
