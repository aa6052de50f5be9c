/** Programs that go on with a run on characters in PyTorch end where our engines end, and the page goes on from there. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipOfPictures } from '../e2e/zip-of-pictures.ts';
import { done, expectSameState, folderOfTests, readRun, runProgram, STEPS } from './elsewhere-runs.ts';

const FIRST = 10;
const folder = folderOfTests('elsewhere-pictures');
const ZIP = join(folder, 'bars.zip');
writeFileSync(ZIP, zipOfPictures('bars.zip', 30).buffer);

const SMALL = '--filters 8,8';
/** Flags of a run for each thing that a program may have to do with pictures. */
const RUNS: Readonly<Record<string, string>> = {
  maml: '--algorithm maml --inner-steps 2',
  'maml on larger pictures, without normalisation': `--algorithm maml --side 28 ${SMALL} --normalisation none --activation tanh --alpha 0.1`,
  'maml of a perceptron, by momentum':
    '--algorithm maml --model mlp --hidden 24 --alpha 0.1 --inner-steps 2 --inner-optimiser momentum --engine tensor',
  'maml on a zip, some classes of which are held out': `--algorithm maml ${SMALL} --data ${ZIP}`,
  'maml on a whole zip, on larger pictures': `--algorithm maml ${SMALL} --side 28 --data ${ZIP} --all-classes`,
  fomaml: `--algorithm fomaml ${SMALL} --inner-steps 3 --shots 2`,
  anil: `--algorithm anil ${SMALL} --inner-steps 3`,
  metaSgd: `--algorithm metaSgd ${SMALL} --inner-steps 2`,
  reptile: `--algorithm reptile ${SMALL} --inner-steps 4 --inner-batch 2`,
  multiStepLoss: `--algorithm multiStepLoss ${SMALL} --inner-steps 3`,
  mamlPlusPlus: `--algorithm mamlPlusPlus ${SMALL} --inner-steps 2 --first-order 20 --engine tensor`,
  imaml: `--algorithm imaml ${SMALL} --activation tanh --alpha 0.1`,
  cavia: `--algorithm cavia ${SMALL} --inner-steps 2`,
  r2d2: `--algorithm r2d2 ${SMALL} --shots 2`,
  'r2d2 of a perceptron': '--algorithm r2d2 --model mlp --hidden 24',
  ridgeHead: `--algorithm ridgeHead ${SMALL}`,
};

/** A run of our own engines up to an iteration, as its checkpoint. */
async function ranTo(name: string, flags: string, iterations: number): Promise<string> {
  const out = join(folder, `${name}-${iterations}.safetensors`);
  const usual = '--family characters --ways 3 --iterations 500 --seed 3 --meta-batch 3 --no-evaluate';
  await done('train', ...flags.split(' '), ...usual.split(' '), '--stop-at', `${iterations}`, '--out', out);
  return `${out}.checkpoint`;
}

/** The folder of a program that goes on with a run, with the tasks of so many meta-steps. */
async function scriptOf(name: string, flags: string): Promise<string> {
  const where = join(folder, name);
  const tasks = flags.includes(ZIP) ? ['--data', ZIP] : ['--meta-steps', `${STEPS}`];
  const from = await ranTo(name, flags, FIRST);
  await done('script', '--from', from, '--framework', 'pytorch', '--out', where, ...tasks);
  return where;
}

test.each(Object.entries(RUNS))('%s: its next meta-steps are ours', async (name, flags) => {
  const where = await scriptOf(name, flags);
  await runProgram(where, 'out');
  expectSameState(join(where, 'out/run.safetensors'), await ranTo(name, flags, FIRST + STEPS), 1e-4);
});

test('two processes, each with its share of the tasks, end where one does', async () => {
  const where = await scriptOf('shared', `--algorithm maml ${SMALL}`);
  await runProgram(where, 'alone');
  await Promise.all([runProgram(where, 'two', 0, 2), runProgram(where, 'two', 1, 2)]);
  expectSameState(join(where, 'two/run.safetensors'), join(where, 'alone/run.safetensors'), 1e-6);
});

test.each([
  ['invented letters', `--algorithm metaSgd ${SMALL}`, []],
  ['the held-out classes of a zip', `--algorithm r2d2 ${SMALL} --data ${ZIP}`, ['--data', ZIP]],
  [
    'letters, where all classes of a zip were trained on',
    `--algorithm maml ${SMALL} --data ${ZIP} --all-classes`,
    [],
  ],
])('what PyTorch has trained is judged here as there on %s, and goes on here', async (name, flags, data) => {
  const where = await scriptOf(`back from ${name}`, flags);
  const told = await runProgram(where, 'out');
  const judged = await done(
    'evaluate',
    '--weights',
    join(where, 'out/weights.safetensors'),
    ...data,
    '--json',
  );
  const [, accuracies = ''] = /"accuracies":(\[.*?\])/.exec(judged) ?? [];
  const here: { mean: number; confidence95: number }[] = JSON.parse(accuracies);
  const there = [...told.matchAll(/step \d+: ([\d.]+)% ± ([\d.]+)% right/g)];
  expect(there.length).toBeGreaterThan(1);
  for (const [step, [, mean, width]] of there.entries()) {
    // One query of one task may be on the other side of an even answer.
    expect(Number(mean)).toBeCloseTo(100 * (here[step]?.mean ?? Number.NaN), 1);
    expect(Number(width)).toBeCloseTo(100 * (here[step]?.confidence95 ?? Number.NaN), 1);
  }
  const checkpoint = join(where, 'on.safetensors.checkpoint');
  cpSync(join(where, 'out/run.safetensors'), checkpoint);
  const given = flags.split(' ').slice(flags.includes(ZIP) ? flags.split(' ').indexOf('--data') : Infinity);
  const on = ['--resume', '--stop-at', '32', '--no-evaluate', '--out', join(where, 'on.safetensors')];
  await done('train', ...on, ...given);
  expect(readRun(checkpoint).snapshot.iteration).toBe(32);
});
