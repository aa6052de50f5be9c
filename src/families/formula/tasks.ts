/** Tasks by formula: y = f(x) + noise, each letter of f drawn uniformly from its range, x from its own. */
import { PlaygroundError } from '#core/errors.ts';
import { type RandomSource, randomSource } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import type { CurveTask, Draw, DrawChanges, Range } from '../curve/curve.ts';
import type { PointCounts, PointSet, Sight, TaskData, TaskDistribution } from '../task.ts';
import { LETTER_DRAWS, POINT_DRAWS } from './draws.ts';
import type { Formula } from './text.ts';

/** One curve: a formula, and its letters' values in their order. */
export interface FormulaCurve {
  readonly expression: string;
  readonly letters: readonly number[];
}

/** A formula with the noise of its points. */
export interface Source {
  readonly formula: Formula;
  readonly noise: number;
}

const within = ({ from, to }: Range, uniform: number) => from + (to - from) * uniform;

function drawCurve(random: RandomSource, index: number, { expression, letters }: Formula): FormulaCurve {
  return {
    expression,
    letters: letters.map((range, at) => within(range, random.uniform(index, LETTER_DRAWS + at))),
  };
}

/** @throws PlaygroundError where the formula has no finite value, which a check over its ranges has missed. */
function expectFinite(value: number, x: number): number {
  if (Number.isFinite(value)) return value;
  throw new PlaygroundError(
    'input-invalid',
    said`Expected a finite value of the formula, found none at x = ${x}.`,
  );
}

/** Task `index` of a stream of a seed; the points of a given curve, or of a range of x, in place of its own. */
export function sampleTask(
  { formula, noise }: Source,
  { seed, stream, index }: Draw,
  counts: PointCounts,
  { curve: given = null, x: range = formula.x }: DrawChanges<FormulaCurve> = {},
): CurveTask<FormulaCurve> {
  const random = randomSource(seed, stream);
  const curve = given ?? drawCurve(random, index, formula);
  const points = (role: keyof typeof POINT_DRAWS, count: number): PointSet => {
    const draws = POINT_DRAWS[role];
    const x = Float32Array.from({ length: count }, (_, point) =>
      within(range, random.uniform(index, draws.x + point)),
    );
    const y = x.map((place, point) => {
      const value = expectFinite(formula.valueAt(place, curve.letters), place);
      return noise === 0 ? value : value + noise * random.normal(index, draws.noise + point);
    });
    return { x, y, count };
  };
  return {
    curve,
    support: points('support', counts.shots),
    query: points('query', counts.queryPoints),
  };
}

/** Places x [count, 1] as a network sees them: the same, or [count, 1 + letters] with the curve's letters. */
export function inputsSeen(x: Float32Array, { letters }: FormulaCurve, sees: Sight): Float32Array {
  if (sees === 'points') return x;
  return Float32Array.from(Array.from(x, (place) => [place, ...letters]).flat());
}

function taskSeen({ curve, support, query }: CurveTask<FormulaCurve>, sees: Sight): TaskData {
  const seen = (points: PointSet) => ({ ...points, x: inputsSeen(points.x, curve, sees) });
  return sees === 'points' ? { support, query } : { support: seen(support), query: seen(query) };
}

/** The tasks whose draws `drawOf` names, all of one curve where one is given. */
export function formulaTasks(
  source: Source,
  drawOf: (index: number) => Draw,
  sees: Sight,
  curve: FormulaCurve | null = null,
): TaskDistribution {
  return {
    inputSize: sees === 'points' ? 1 : 1 + source.formula.letters.length,
    outputSize: 1,
    sampler: null,
    sample: (index, counts) => taskSeen(sampleTask(source, drawOf(index), counts, { curve }), sees),
  };
}
