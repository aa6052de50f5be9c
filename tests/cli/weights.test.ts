/** The weights that ship with the page, judged and adapted from the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventsOf, run, runProcess, temporaryFolder } from './cli.ts';

interface Summary {
  readonly mean: number;
  readonly confidence95: number;
  readonly median: number;
  readonly divergedShare: number;
}

const MAML = `public/weights/${shippedFile('maml')}`;

function shippedFile(start: string): string {
  const { weights }: { weights: { file: string }[] } = JSON.parse(
    readFileSync('public/weights/manifest.json', 'utf8'),
  );
  return weights.find(({ file }) => file.startsWith(start))?.file ?? '';
}

test('evaluate: shipped MAML adapts to held-out tasks', async () => {
  const ended = await run(
    'evaluate',
    '--weights',
    MAML,
    '--shots',
    '5,10',
    '--steps',
    '1',
    '--tasks',
    '100',
    '--json',
  );
  expect(ended).toMatchObject({ status: 0 });
  const evaluation = eventsOf(ended).find(({ event }) => event === 'evaluation');
  expect(evaluation).toMatchObject({ path: MAML, origin: 'maml', tasks: 100, seed: 1 });
  const byShots = evaluation?.['byShots'] as { shots: number; summaries: Summary[] }[];
  expect(byShots.map(({ shots }) => shots)).toEqual([5, 10]);
  for (const { summaries } of byShots) {
    const [before, after] = summaries;
    expect(summaries).toHaveLength(2);
    expect(after?.mean).toBeLessThan((before?.mean ?? 0) / 2);
    expect(after?.confidence95).toBeGreaterThan(0);
  }
  expect(ended.stderr).toContain('median');
});

test('evaluate and adapt: a prior in the place of weights', async () => {
  const words = ['--prior', 'gaussianProcess', 'posterior', '--shots', '10', '--steps', '1', '--tasks', '50'];
  const ended = await run('evaluate', ...words, '--json');
  expect(ended).toMatchObject({ status: 0 });
  const evaluations = eventsOf(ended).filter(({ event }) => event === 'evaluation');
  expect(evaluations.map(({ prior }) => prior)).toEqual(['gaussianProcess', 'posterior']);
  const means = evaluations.map(
    ({ byShots }) => (byShots as { summaries: Summary[] }[])[0]?.summaries[1]?.mean,
  );
  expect(means[0]).toBeLessThan(0.3);
  expect(means[1]).toBeLessThan(1e-6);

  const ofPictures = await run(
    'evaluate',
    '--prior',
    'prototypes',
    '--shots',
    '5',
    '--tasks',
    '20',
    '--json',
  );
  const judged = eventsOf(ofPictures).find(({ event }) => event === 'evaluation');
  const [shares] = (judged?.['byShots'] ?? []) as { accuracies: { mean: number }[] }[];
  expect(shares?.accuracies[0]?.mean).toBeCloseTo(0.2);
  expect(shares?.accuracies[1]?.mean).toBeGreaterThan(0.5);

  const at = temporaryFolder();
  writeFileSync(at('points.csv'), 'x,y\n-3,1.2\n0,-0.4\n2.5,2\n');
  const given = ['--points', at('points.csv'), '--steps', '1', '--grid=-3,2.5,2'];
  const adapted = await run('adapt', '--prior', 'gaussianProcess', '--noise-variance', '0.5', ...given);
  expect(adapted).toMatchObject({ status: 0 });
  const [header, first] = adapted.stdout.split('\n').map((line) => line.split(','));
  expect(header).toEqual(['x', 'step0', 'step1', 'deviation0', 'deviation1']);
  expect(Number(first?.[2])).toBeGreaterThan(0.8);
  expect(Number(first?.[2])).toBeLessThan(1.2);
  expect(Number(first?.[4])).toBeLessThan(Number(first?.[3]));

  expect((await run('evaluate')).stderr).toContain('--weights or --prior');
  expect((await run('adapt', '--weights', MAML, '--prior', 'posterior', ...given)).stderr).toContain('both');
});

test('adapt: the fitted curve comes closer to the points with every step', async () => {
  const at = temporaryFolder();
  writeFileSync(at('points.csv'), 'x,y\n-3,1.2\n0,-0.4\n2.5,2\n');
  const words = ['--weights', MAML, '--points', at('points.csv'), '--steps', '3', '--grid', '-5,5,11'];
  const { status, stdout, stderr } = await runProcess('adapt', ...words);
  expect(status).toBe(0);
  const [header, ...rows] = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  expect(header).toEqual(['x', 'step0', 'step1', 'step2', 'step3']);
  expect(rows.map(([x]) => Number(x))).toEqual([-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
  const losses = [...stderr.matchAll(/^(\d) +([\d.e-]+)$/gm)].map(([, , loss]) => Number(loss));
  expect(losses).toHaveLength(4);
  expect(losses[3]).toBeLessThan((losses[0] ?? 0) / 2);
});

test('adapt: points that cannot be read are refused with their place', async () => {
  const at = temporaryFolder();
  writeFileSync(at('points.csv'), 'x,y\n1,2\n3,four\n');
  const { status, stderr } = await run('adapt', '--weights', MAML, '--points', at('points.csv'));
  expect(status).toBe(2);
  expect(stderr).toContain('line 3, column y');
});

test('adapt: an adaptation that diverges says at which step, exits with 3 and writes finite numbers only', async () => {
  const at = temporaryFolder();
  writeFileSync(at('points.json'), '{"x": [-3, 2.5], "y": [1.2, 900]}');
  const words = ['--weights', MAML, '--points', at('points.json'), '--alpha', '1', '--grid', '-5,5,3'];
  const ended = await run('adapt', ...words, '--out', at('curve.csv'), '--json');
  expect(ended).toMatchObject({ status: 3, stderr: expect.stringMatching(/diverged at step \d \(α = 1\)/) });
  const [curve, error] = eventsOf(ended).slice(-2);
  expect(JSON.stringify(curve)).not.toContain('null,');
  expect(error).toMatchObject({ event: 'error', code: 'diverged', exit: 3 });
  expect(readFileSync(at('curve.csv'), 'utf8')).not.toMatch(/NaN|Infinity/);
});

test.each([
  {
    words: ['evaluate', '--weights', MAML, '--alpha', 'nope'],
    code: 'setting-out-of-range',
    says: '--alpha:',
  },
  {
    words: ['evaluate', '--weights', MAML, '--engine', 'fused', '--steps', '90'],
    code: 'input-invalid',
    says: '--steps',
  },
  {
    words: ['adapt', '--weights', MAML, '--points', 'none.csv', '--grid', '-1e39,5,3'],
    code: 'input-invalid',
    says: '--grid',
  },
  { words: ['evaluate', '--weights', MAML, '--sots', '5'], code: 'commander.unknownOption', says: '--sots' },
])('what cannot be done is an event, too: $words', async ({ words, code, says }) => {
  const ended = await run(...words, '--json');
  expect(ended.status).toBe(2);
  expect(eventsOf(ended)).toMatchObject([
    { event: 'error', code, message: expect.stringContaining(says), exit: 2 },
  ]);
});
