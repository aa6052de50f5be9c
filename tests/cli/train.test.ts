/** Training from the command line: what it leaves behind, whether it ends, is interrupted or diverges. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCheckpoint } from '#formats/checkpoint.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import { rounds } from '../repeats.ts';
import { eventsOf, run, runProcess, start, temporaryFolder } from './cli.ts';

const SMALL = ['--hidden', '8', '--shots', '2', '--meta-batch', '4', '--no-evaluate', '--json'];
/** A run of minutes, which nobody sees to its end. */
const LONG = [...SMALL, '--algorithm', 'metaSgd', '--annealing', 'cosine', '--iterations', '1000000'];
const SHORT = [...SMALL, '--iterations', '30'];

function weightsAt(path: string) {
  return readWeightsFile(readFileSync(path));
}

test('a run that is interrupted twice, by Ctrl-C and by SIGTERM, has the bits of one that is not', async () => {
  const at = temporaryFolder();
  const out = at('parts.safetensors');
  let reached = 0;
  for (const { signal, status, how } of [
    { signal: 'SIGINT', status: 130, how: LONG },
    { signal: 'SIGTERM', status: 143, how: ['--resume', '--json'] },
  ] as const) {
    const part = start('train', ...how, '--out', out);
    await part.heard('progress');
    part.interrupt(signal);
    const interrupted = await part.ended;
    expect(interrupted).toMatchObject({ status });
    expect(eventsOf(interrupted).at(-1)).toMatchObject({ event: 'interrupted' });
    expect(existsSync(out)).toBe(false);
    const { snapshot } = readCheckpoint(readFileSync(`${out}.checkpoint`));
    expect(snapshot.iteration).toBeGreaterThan(reached);
    reached = snapshot.iteration;
  }
  const stop = ['--no-evaluate', '--stop-at', `${reached + rounds(20, 8000)}`];
  expect(await run('train', '--resume', '--out', out, ...stop)).toMatchObject({ status: 0 });
  const whole = at('whole.safetensors');
  expect(await run('train', ...LONG, '--out', whole, ...stop)).toMatchObject({ status: 0 });
  expect(readFileSync(out).equals(readFileSync(whole))).toBe(true);
});

test('a run that explodes says from where on and with what, exits with 3 and leaves no weights', async () => {
  const at = temporaryFolder();
  const out = at('weights.safetensors');
  const words = ['--alpha', '1', '--beta', '1', '--optimiser', 'sgd', '--iterations', '1000'];
  const { status, stderr } = await run('train', ...SMALL, ...words, '--out', out);
  expect(status).toBe(3);
  expect(stderr).toMatch(/explodes from iteration \d+ on \(α = 1, n = 1, β = 1\)/);
  expect(existsSync(out)).toBe(false);
  const { snapshot } = readCheckpoint(readFileSync(`${out}.checkpoint`));
  expect(stderr).toContain(`${out}.checkpoint`);
  expect(snapshot.parameters.every(Number.isFinite)).toBe(true);
});

test('the command in the result gives the same bits, and so does Chromium on the same kind of adapter', async () => {
  const at = temporaryFolder();
  const marks = ['--checkpoints-at', '0,10', '--checkpoints', at('along')];
  const first = await run('train', ...SHORT, ...marks, '--out', at('first.safetensors'));
  expect(first).toMatchObject({ status: 0 });
  const { command } = eventsOf(first).at(-1) ?? {};
  const words = String(command).replace('first', 'second').split(' ').slice(4);
  expect(await run(...words, '--no-evaluate')).toMatchObject({ status: 0 });
  const third = await runProcess('train', ...SHORT, '--host', 'chromium', '--out', at('third.safetensors'));
  expect(third).toMatchObject({ status: 0, stderr: expect.stringContaining('headless Chromium') });
  const bytes = readFileSync(at('first.safetensors'));
  expect(readFileSync(at('second.safetensors')).equals(bytes)).toBe(true);
  const isEmulated = [first, third].every((ended) => eventsOf(ended)[0]?.['emulated'] === true);
  if (isEmulated) expect(readFileSync(at('third.safetensors')).equals(bytes)).toBe(true);
  expect(readdirSync(at('along')).toSorted()).toEqual(['first-0.safetensors', 'first-10.safetensors']);
  expect(weightsAt(at('along/first-10.safetensors')).details).toMatchObject({
    iteration: 10,
    origin: 'maml',
  });
});

test('a run that stops early is gone on with, and one can begin with its weights again', async () => {
  const at = temporaryFolder();
  const [whole, parts, later] = [at('whole.safetensors'), at('parts.safetensors'), at('later.safetensors')];
  expect(await run('train', ...SHORT, '--out', whole)).toMatchObject({ status: 0 });
  expect(await run('train', ...SHORT, '--out', parts, '--stop-at', '10')).toMatchObject({ status: 0 });
  const words = ['--init', `${parts}.checkpoint`, '--out', later, '--shots', '2', '--meta-batch', '4'];
  const begun = await run('train', ...words, '--iterations', '5', '--no-evaluate', '--json');
  expect(eventsOf(begun).at(-1)).toMatchObject({
    event: 'result',
    command: expect.stringContaining(`--init ${parts}.checkpoint`),
  });
  expect(weightsAt(later).details.startedFrom?.file).toBe('parts.safetensors.checkpoint');
  expect(await run('train', '--resume', '--out', parts, '--no-evaluate')).toMatchObject({ status: 0 });
  expect(readFileSync(parts).equals(readFileSync(whole))).toBe(true);
  expect(readdirSync(dirname(parts)).toSorted()).toEqual([
    'later.safetensors',
    'parts.safetensors',
    'whole.safetensors',
  ]);
});

test('a run that may end by its error ends at the same iteration each time, as its command does', async () => {
  const at = temporaryFolder();
  // So large that any weights do, at the first iteration at which a run is judged.
  const words = [...SMALL, '--iterations', '300', '--stop-error', '50'];
  const ended = await run('train', ...words, '--out', at('goal.safetensors'));
  expect(ended, ended.stderr).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('validation tasks'),
  });
  const { iteration, command } = eventsOf(ended).at(-1) ?? {};
  expect(iteration).toBe(50);
  const again = String(command).replace('goal', 'again').split(' ').slice(4);
  expect(await run(...again, '--no-evaluate')).toMatchObject({ status: 0 });
  expect(weightsAt(at('again.safetensors'))).toEqual(weightsAt(at('goal.safetensors')));
  const refused = await run(
    'train',
    ...SMALL,
    '--algorithm',
    'multiTask',
    '--stop-error',
    '1',
    '--out',
    at('no'),
  );
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('--stop-error') });
});

test('a steered run is told as such, and ends with the same bits however it was stopped, and by its command', async () => {
  const at = temporaryFolder();
  const [whole, parts, plain] = [at('whole.safetensors'), at('parts.safetensors'), at('plain.safetensors')];
  const changes = ['--change', '6:beta=0.01,meta-batch=6', '--change', '14:shots=3'];
  const steered = await run('train', ...SHORT, ...changes, '--out', whole);
  expect(steered, steered.stderr).toMatchObject({ status: 0 });
  const taken = [
    { iteration: 6, id: 'beta', to: 0.01 },
    { iteration: 6, id: 'metaBatch', to: 6 },
    { iteration: 14, id: 'shots', to: 3 },
  ];
  const { details } = weightsAt(whole);
  expect(details.changes).toMatchObject(taken);
  expect(details.settings).toMatchObject({ beta: 0.01, metaBatch: 6, shots: 3 });

  expect(await run('train', ...SHORT, ...changes, '--out', parts, '--stop-at', '10')).toMatchObject({
    status: 0,
  });
  const other = await run('train', '--resume', '--out', parts, '--change', '6:beta=0.02');
  expect(other).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--change 6:beta=0.01,meta-batch=6'),
  });
  const on = await run('train', '--resume', '--out', parts, '--no-evaluate', '--json');
  expect(on, on.stderr).toMatchObject({ status: 0 });
  expect(weightsAt(parts).network.parameters).toEqual(weightsAt(whole).network.parameters);

  const { command } = eventsOf(steered).at(-1) ?? {};
  expect(command).toContain(changes.join(' '));
  const words = String(command).replace('whole', 'again').split(' ').slice(4);
  expect(await run(...words, '--no-evaluate')).toMatchObject({ status: 0 });
  expect(readFileSync(at('again.safetensors')).equals(readFileSync(whole))).toBe(true);

  expect(await run('train', ...SHORT, '--out', plain)).toMatchObject({ status: 0 });
  expect(weightsAt(plain).details.changes).toBeUndefined();
  expect(weightsAt(plain).network.parameters).not.toEqual(weightsAt(whole).network.parameters);
});

test('own tasks are learned: the loss on them falls', async () => {
  const at = temporaryFolder();
  const x = [-4, -2, 0, 2, 4];
  const rowsOf = (task: number, set: string) =>
    x.map((value) => `${task};${set};${value};${`${(task / 10) * value}`.replace('.', ',')}`);
  const rows = [5, 6, 7].flatMap((task) => [...rowsOf(task, 'Support'), '', ...rowsOf(task, 'query')]);
  // As a spreadsheet writes it.
  writeFileSync(at('tasks.csv'), ['task;set;x;y', ...rows].join('\r\n'));
  const words = ['--tasks', at('tasks.csv'), '--out', at('own.safetensors'), '--json', '--hidden', '8'];
  const ended = await run('train', ...words, '--iterations', '400', '--meta-batch', '3', '--beta', '0.01');
  const said = '3 own tasks: each time 5 of 5 support points and 5 of 5 query points are drawn.';
  expect(ended).toMatchObject({ status: 0, stderr: expect.stringContaining(said) });
  const losses = eventsOf(ended).flatMap(({ event, lossAfter }) =>
    event === 'progress' ? [Number(lossAfter)] : [],
  );
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 10);
  expect(weightsAt(at('own.safetensors')).details).toMatchObject({
    evaluation: null,
    settings: { shots: 5, queryPoints: 5 },
    ownTasks: { file: 'tasks.csv' },
  });
  const judged = await run('evaluate', '--weights', at('own.safetensors'), '--tasks', '9', '--shots', '5');
  expect(judged).toMatchObject({ status: 0, stdout: expect.stringContaining('Warning: trained on tasks') });
});

describe('what cannot be trained is refused with 2', () => {
  test.each([
    { words: ['--sots', '5'], says: ['--sots', 'Did you mean --shots'] },
    { words: ['--beta', 'much'], says: ['--beta', '0.00001 to 1', 'much'] },
    { words: ['--resume'], says: ['--resume', '.checkpoint', 'none'] },
    { words: ['--tasks', 'package.json'], says: ['package.json', 'expected a list'] },
  ])('$words', async ({ words, says }) => {
    const at = temporaryFolder();
    const { status, stdout, stderr } = await run('train', '--out', at('w.safetensors'), ...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    for (const part of says) expect(stderr).toContain(part);
  });
});

test('a process that is refused ends with 2, too', async () => {
  const at = temporaryFolder();
  const ended = await runProcess('train', '--out', at('w.safetensors'), '--sots', '5');
  expect(ended).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--sots') });
});

test('help names the flags, an example and the exit codes', async () => {
  const { status, stdout } = await runProcess('train', '--help');
  expect(status).toBe(0);
  for (const part of ['--inner-steps', 'Examples:', 'Exit codes:', '130']) expect(stdout).toContain(part);
});
