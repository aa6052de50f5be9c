/** Programs that go on with a run in PyTorch end where our engines end, on one process and on two, and the page goes on from there. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadFamilies } from '#families/family-of.ts';
import { done, expectSameState, folderOfTests, readRun, runProgram, STEPS } from './elsewhere-runs.ts';

const folder = folderOfTests('elsewhere');

/** Flags of a run for each thing that a program may have to do. */
const RUNS: Readonly<Record<string, string>> = {
  maml: '--algorithm maml --inner-steps 5',
  'maml with noise, positions, clipping, annealing and minibatches':
    '--algorithm maml --inner-steps 3 --noise 0.2 --positions 40 --clip 0.5 --annealing cosine --inner-batch 2',
  'maml through momentum, by plain descent':
    '--algorithm maml --inner-steps 3 --inner-optimiser momentum --optimiser sgd --annealing linear --engine tensor',
  'maml through Adam': '--algorithm maml --inner-steps 2 --inner-optimiser adam --engine tensor',
  'maml of a sine network with one hidden layer': '--algorithm maml --hidden 30 --activation sin',
  'maml without a hidden layer': '--algorithm maml --hidden none',
  'maml, steered': '--algorithm maml --change 20:beta=0.002,meta-batch=7 --change 40:shots=8',
  'imaml judged by momentum': '--algorithm imaml --inner-steps 2 --inner-optimiser momentum --engine tensor',
  fomaml: '--algorithm fomaml --inner-steps 3 --activation tanh',
  anil: '--algorithm anil --inner-steps 3 --hidden 20,20,20 --activation softplus',
  metaSgd: '--algorithm metaSgd --inner-steps 2',
  reptile: '--algorithm reptile --inner-steps 8 --inner-batch 3 --activation sigmoid',
  multiStepLoss: '--algorithm multiStepLoss --inner-steps 4',
  'mamlPlusPlus over the end of its first order':
    '--algorithm mamlPlusPlus --inner-steps 3 --first-order 60 --engine tensor',
  imaml: '--algorithm imaml --inner-steps 4 --inner-batch 2',
  ridgeHead: '--algorithm ridgeHead --shots 7',
  cavia: '--algorithm cavia --inner-steps 2 --alpha 0.5',
  pretrained: '--algorithm pretrained',
  oracle: '--algorithm oracle --frequency 0.5,2',
  'maml by a formula with noise':
    '--algorithm maml --inner-steps 2 --noise 0.1 --family formula --formula a*sin(b*x)^2+c*x/2-1 --range a=0.1..3 --range x=-4..3',
  'maml by a formula of one letter and every function':
    '--algorithm maml --family formula --formula max(sinc(2*x),min(x,a))+sign(x)*abs(x)^1.5/9-exp(-x^2)*tanh(x)+floor(x)/4+sqrt(log(x^2+2))+cos(pi*x)^3',
  'oracle by a formula with letters that Python has for something else':
    '--algorithm oracle --family formula --formula y*sin(x+X)+a --range X=0..3',
  'oracle by a formula': '--algorithm oracle --family formula --formula a*sin(x+b)+c',
};

/** A run of our own engines up to an iteration, as its checkpoint. */
async function ranTo(name: string, flags: string, iterations: number): Promise<string> {
  const out = join(folder, `${name}-${iterations}.safetensors`);
  const usual = ['--iterations', '500', '--seed', '3', '--meta-batch', '9', '--no-evaluate'];
  await done('train', ...flags.split(' '), ...usual, '--stop-at', `${iterations}`, '--out', out);
  return `${out}.checkpoint`;
}

async function scriptOf(name: string, checkpoint: string): Promise<string> {
  const where = join(folder, name);
  await done('script', '--from', checkpoint, '--framework', 'pytorch', '--out', where);
  return where;
}

test.each(Object.entries(RUNS))('%s: its next meta-steps are ours', async (name, flags) => {
  await loadFamilies();
  const where = await scriptOf(name, await ranTo(name, flags, 50));
  await runProgram(where, 'out');
  expectSameState(join(where, 'out/run.safetensors'), await ranTo(name, flags, 50 + STEPS), 1e-4);
});

test('two processes, each with its share of the tasks, end where one does', async () => {
  const where = await scriptOf('shared', await ranTo('shared', '--algorithm maml --inner-steps 2', 50));
  await runProgram(where, 'alone');
  await Promise.all([runProgram(where, 'two', 0, 2), runProgram(where, 'two', 1, 2)]);
  expectSameState(join(where, 'two/run.safetensors'), join(where, 'alone/run.safetensors'), 1e-6);
});

test('what PyTorch has trained further is judged here as there, and goes on here', async () => {
  const where = await scriptOf('back', await ranTo('back', '--algorithm metaSgd --inner-steps 2', 50));
  const told = await runProgram(where, 'out');
  const weights = join(where, 'out/weights.safetensors');
  const judging = ['--tasks', '600', '--shots', '5', '--steps', '2', '--json'];
  const judged = await done('evaluate', '--weights', weights, ...judging);
  const here = [...judged.matchAll(/"mean":([\d.]+),"confidence95":([\d.]+)/g)].slice(0, 3);
  const there = [...told.matchAll(/step \d+: ([\d.]+) ± ([\d.]+)/g)].slice(0, 3);
  expect(here).toHaveLength(3);
  for (const [step, [, mean, width]] of here.entries()) {
    expect(Number(there[step]?.[1])).toBeCloseTo(Number(mean), 3);
    expect(Number(there[step]?.[2])).toBeCloseTo(Number(width), 3);
  }
  const checkpoint = join(where, 'run.safetensors.checkpoint');
  cpSync(join(where, 'out/run.safetensors'), checkpoint);
  await done('train', '--resume', '--stop-at', '90', '--out', join(where, 'run.safetensors'));
  expect(readRun(checkpoint).snapshot.iteration).toBe(90);
});
