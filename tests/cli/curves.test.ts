/** Measured curves on the command line: trained and judged on, named by their digest, and refused where they are others. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readWeightsFile } from '#formats/weights-file.ts';
import { eventsOf, run, temporaryFolder } from './cli.ts';

const CURVES = 'public/curves/temperatures.csv';
const OTHERS = 'public/curves/cooling.csv';
const TRAIN = ['train', '--family', 'curves', '--iterations', '20', '--engine', 'wasm', '--threads', '1'];

test('weights of a file’s curves name its digest, end with the same bits, and are judged on no others', async () => {
  const at = temporaryFolder();
  const out = at('a.safetensors');
  const first = await run(...TRAIN, '--curves', CURVES, '--out', out);
  expect(first).toMatchObject({ status: 0 });
  expect(first.stdout).toContain(`--curves ${CURVES}`);
  const bytes = readFileSync(out);
  const { settings } = readWeightsFile(bytes).details;
  expect(settings).toMatchObject({ family: 'curves', shots: 5, queryPoints: 10 });
  expect(settings.curves).toMatch(/^51c4af89/);

  // A copy elsewhere is the same file.
  const copy = at('copy.csv');
  writeFileSync(copy, readFileSync(CURVES));
  await run(...TRAIN, '--curves', copy, '--out', at('b.safetensors'));
  expect(readFileSync(at('b.safetensors')).equals(bytes)).toBe(true);

  const judge = ['evaluate', '--weights', out, '--tasks', '40', '--engine', 'wasm', '--threads', '1'];
  const judged = await run(...judge, '--curves', copy);
  expect(judged).toMatchObject({ status: 0 });
  expect(judged.stdout).toContain('over 40 held-out tasks');
  expect((await run(...judge)).stdout).toBe(judged.stdout);
  const refused = await run(...judge, '--curves', OTHERS);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('expected the curves that it has learned from');
  expect(refused.stderr).toContain('found cooling.csv with SHA-256 87c4f0df');
  const split = await run(...judge, '--split-seed', '2');
  expect(split.stderr).toContain('expected the split that it was trained with, --held-out 15 --split-seed 1');
});

test('a run goes on with the curves of before only; too few points and files that are none are told first', async () => {
  const at = temporaryFolder();
  const out = at('a.safetensors');
  await run(...TRAIN, '--curves', CURVES, '--stop-at', '10', '--out', out);
  const others = await run(...TRAIN, '--curves', OTHERS, '--resume', '--out', out);
  expect(others.stderr).toContain('curves = "51c4af89');
  expect(await run(...TRAIN, '--curves', CURVES, '--resume', '--out', out)).toMatchObject({ status: 0 });

  const few = await run(...TRAIN, '--curves', CURVES, '--query-points', '45', '--out', out);
  expect(few.stderr).toContain(
    'Expected curves of at least 50 points (K = 5 and Q = 45), found 46 in “place',
  );
  const broken = at('broken.csv');
  writeFileSync(broken, 'task,x,y\na,0,1\na,oh,2\n');
  const refused = await run(...TRAIN, '--curves', broken, '--out', out);
  expect(refused.stderr).toContain('broken.csv, line 3, column x: expected a finite number, found “oh”.');
});

test('weights of measured curves take points in the units of their file, and answer in them', async () => {
  const at = temporaryFolder();
  const out = at('cooling.safetensors');
  expect(await run(...TRAIN, '--curves', OTHERS, '--out', out)).toMatchObject({ status: 0 });
  const { scale } = readWeightsFile(readFileSync(out)).details;
  expect(scale?.x).toEqual({ centre: 30, unit: 6 });

  const points = at('cup.csv');
  writeFileSync(points, 'x,y\n30,70\n');
  const ask = ['adapt', '--weights', out, '--points', points, '--engine', 'wasm', '--threads', '1', '--json'];
  const asked = await run(...ask, '--steps', '1', '--grid', '0,60,3');
  const curve = eventsOf(asked).at(-1) as { x: number[]; steps: number[][]; supportLoss: number[] };
  expect(curve.x).toEqual([0, 30, 60]);
  curve.supportLoss.forEach((loss, step) => {
    const off = ((curve.steps[step]?.[1] ?? Number.NaN) - 70) / (scale?.y.unit ?? Number.NaN);
    expect(off ** 2).toBeCloseTo(loss, 4);
  });

  const whole = await run(...ask, '--steps', '0');
  const { x } = eventsOf(whole).at(-1) as { x: number[] };
  expect([x[0], x.at(-1), x.length]).toEqual([0, 60, 161]);
});
