import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import { fromPlot } from '#families/curve/scale.ts';
import { shownCurve } from '#families/curve/shown-curve.ts';
import { EXAMPLES } from '#families/curves/examples.ts';
import { keepCurves, keptCurves } from '#families/curves/kept.ts';
import { splitOf } from '#families/curves/split.ts';
import { PARTS } from '#families/parts.ts';
import { loadFamilies, loadFamily, mayJudge } from '#families/family-of.ts';
import type { PointSet } from '#families/task.ts';
import { readCurves } from '#formats/curves-file.ts';
import { hasTasksFor, openingSettings, type Settings } from '#training/settings.ts';
import { tasksOf } from '#training/tasks.ts';

const sha = (digit: string) => digit.repeat(64);

/** Curves of `points` points each, each y telling its curve and its place. */
function fileOf(count: number, points: number, digit: string) {
  const lines = Array.from({ length: count }, (_, curve) =>
    Array.from({ length: points }, (_unused, at) => `c${curve},${at},${curve + at / 1000}`),
  );
  return readCurves(`task,x,y\n${lines.flat().join('\n')}\n`, 'own.csv', sha(digit));
}

const SPLIT = { heldOutShare: 15, splitSeed: 1 };
const settingsOf = (digit: string): Settings => ({ ...openingSettings('curves'), curves: sha(digit) });
const pairs = ({ x, y }: PointSet) => Array.from(x, (at, index) => `${at} ${y[index]}`);

beforeAll(async () => {
  await loadFamilies();
  keepCurves(fileOf(40, 20, 'a'));
  keepCurves(fileOf(12, 8, 'b'));
});

test('the examples are the files that they are called', () => {
  for (const { file, sha256 } of EXAMPLES) {
    const text = readFileSync(`public/curves/${file}`, 'utf8');
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    expect(() => keepCurves(readCurves(text, file, sha256))).not.toThrow();
  }
});

test.each([10, 11, 40, 200, 10_000])(
  '%i curves are split into three parts without a curve in two',
  (count) => {
    const split = splitOf(count, SPLIT);
    const all = PARTS.flatMap((part) => split[part]);
    expect(new Set(all).size).toBe(count);
    expect(all).toHaveLength(count);
    expect(Math.abs(split.training.length / count - 0.7)).toBeLessThan(0.11);
    expect(split.validation.length).toBe(split.heldOut.length);
    expect(splitOf(count, SPLIT)).toEqual(split);
  },
);

test('no seed and no stream draws a curve of another part', () => {
  const kept = keptCurves(settingsOf('a'));
  const partNames = { metaTraining: 'training', validation: 'validation', heldOut: 'heldOut' } as const;
  for (const stream of ['metaTraining', 'validation', 'heldOut'] as const) {
    const own = new Set(kept?.split[partNames[stream]]);
    for (const seed of [1, 7]) {
      const tasks = tasksOf({ ...settingsOf('a'), seed }, STREAMS[stream]);
      for (let index = 0; index < 90; index++) {
        const { support } = tasks.sample(index, { shots: 1, queryPoints: 1 });
        const y = fromPlot(kept?.scale.y ?? { centre: 0, unit: 1 }, support.y[0] ?? 0);
        expect(own.has(Math.floor(y + 1e-4))).toBe(true);
      }
    }
  }
});

test('a task takes no point twice, is the same each time, and more shots only add to it', () => {
  const tasks = tasksOf(settingsOf('a'), STREAMS.metaTraining);
  for (let index = 0; index < 50; index++) {
    const few = tasks.sample(index, { shots: 5, queryPoints: 10 });
    const more = tasks.sample(index, { shots: 10, queryPoints: 10 });
    const all = [...pairs(more.support), ...pairs(more.query)];
    expect(new Set(all).size).toBe(20);
    expect(pairs(more.support).slice(0, 5)).toEqual(pairs(few.support));
    expect(pairs(more.query)).toEqual(pairs(few.query));
  }
  const again = tasksOf(settingsOf('a'), STREAMS.metaTraining);
  expect(again.sample(31, { shots: 5, queryPoints: 10 })).toEqual(
    tasks.sample(31, { shots: 5, queryPoints: 10 }),
  );
});

test('all curves of a part come once before one comes again', () => {
  const tasks = tasksOf(settingsOf('a'), STREAMS.metaTraining);
  const count = keptCurves(settingsOf('a'))?.split.training.length ?? 0;
  const seen = Array.from({ length: count }, (_, index) => {
    const { y } = tasks.sample(index, { shots: 1, queryPoints: 1 }).support;
    return Math.floor(
      fromPlot(keptCurves(settingsOf('a'))?.scale.y ?? { centre: 0, unit: 1 }, y[0] ?? 0) + 1e-4,
    );
  });
  expect(new Set(seen).size).toBe(count);
});

test('x lies in [−5, 5]; y has mean 0 and deviation 1 over the curves that are trained on', () => {
  const kept = keptCurves(settingsOf('a'));
  const y = kept?.split.training.flatMap((number) => [...(kept.curves[number]?.y ?? [])]) ?? [];
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  expect(mean).toBeCloseTo(0, 5);
  expect(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length).toBeCloseTo(1, 5);
  const x = kept?.curves.flatMap((curve) => [...curve.x]) ?? [];
  expect([Math.min(...x), Math.max(...x)]).toEqual([-5, 5]);
});

test('too few points are refused with numbers, and the page shows as many as there are', () => {
  const numbers = { ...settingsOf('b'), shots: 5, queryPoints: 10 };
  expect(() => tasksOf(numbers, STREAMS.metaTraining).sample(0, numbers)).toThrow(
    /^Expected curves of at least 15 points \(K = 5 and Q = 10\), found 8 in “c\d+”\.$/,
  );
  const { support, query } = shownCurve(numbers, 0, NO_EDITS);
  expect([support.count, query.count]).toEqual([1, 7]);
});

test('the task on screen is of a held-out curve whose other points judge it', () => {
  const task = shownCurve(settingsOf('a'), 3, NO_EDITS);
  expect(task).toMatchObject({ knowledge: 'measured', support: { count: 5 }, query: { count: 10 } });
  const half = shownCurve(settingsOf('a'), 3, { ...NO_EDITS, half: 'left' });
  expect(Math.max(...half.support.x)).toBeLessThanOrEqual(0);
  expect(pairs(half.support).filter((point) => pairs(half.query).includes(point))).toEqual([]);
});

test('a file that is not here is refused by its digest; nobody is told which task it is', async () => {
  await expect(loadFamily(settingsOf('f'))).rejects.toThrow(
    'Expected the file of curves with SHA-256 ffffffff…, found none here.',
  );
  expect(shownCurve(settingsOf('f'), 0, NO_EDITS)).toMatchObject({ isBlank: true });
  expect(hasTasksFor('oracle', { family: 'curves' })).toBe(false);
  expect(hasTasksFor('maml', { family: 'curves' })).toBe(true);
});

test('another share and another seed split the curves otherwise, and the units follow those that are trained on', () => {
  const settings = settingsOf('a');
  const held = (changes: Partial<Settings>) => keptCurves({ ...settings, ...changes })?.split.heldOut ?? [];
  expect(held({ heldOutShare: 30 })).toHaveLength(12);
  expect(held({ splitSeed: 2 })).toHaveLength(6);
  expect(held({ splitSeed: 2 })).not.toEqual(held({}));
  const [usual, other] = [settings, { ...settings, splitSeed: 2 }].map(
    (one) => keptCurves(one)?.scale.y.centre,
  );
  expect(other).not.toBe(usual);
});

test('curves that differ in none of those trained on are kept all the same; those that differ nowhere are refused', () => {
  const curves = (odd: number) =>
    Array.from({ length: 10 }, (_, curve) => `c${curve},0,3\nc${curve},1,${curve === odd ? 4 : 3}`).join(
      '\n',
    );
  const read = (odd: number, digit: string) =>
    readCurves(`task,x,y\n${curves(odd)}\n`, 'flat.csv', sha(digit));
  const [odd = 0] = splitOf(10, SPLIT).heldOut;
  const kept = keepCurves(read(odd, 'c'));
  expect(kept.curves.every(({ y }) => y.every(Number.isFinite))).toBe(true);
  expect(kept.scale.y).toEqual({ centre: 3, unit: 1 });
  expect(() => keepCurves(read(-1, 'd'))).toThrow('several values of y');
});

test('weights are judged on no curves that they may have learned: of their own split only, or of another family', () => {
  const learned = settingsOf('a');
  const later: Settings = { ...learned, seed: 9, shots: 7 };
  expect(mayJudge(learned, later)).toBe(true);
  for (const other of [{ curves: sha('b') }, { splitSeed: 2 }, { heldOutShare: 20 }]) {
    expect(mayJudge(learned, { ...learned, ...other })).toBe(false);
  }
  expect(mayJudge(openingSettings('sinusoid'), learned)).toBe(true);
});

test('a split whose units leave a curve too far to be learned is refused where tasks are drawn', () => {
  const lines = Array.from({ length: 10 }, (_, curve) =>
    Array.from({ length: 6 }, (_unused, at) => `c${curve},${at},${(curve === 0 ? 1e6 : 1e-3) * at}`),
  );
  keepCurves(readCurves(`task,x,y\n${lines.flat().join('\n')}\n`, 'far.csv', sha('e')));
  const seeds = Array.from({ length: 20 }, (_, splitSeed) => ({ ...settingsOf('e'), splitSeed }));
  const isTrained = (settings: Settings) => keptCurves(settings)?.split.training.includes(0) === true;
  for (const settings of seeds) {
    const draw = () => tasksOf(settings, STREAMS.heldOut);
    if (isTrained(settings)) expect(draw).not.toThrow();
    else expect(draw).toThrow('standard deviations');
  }
  expect(seeds.some(isTrained) && !seeds.every(isTrained)).toBe(true);
});
