/** What of the family comes late: its parser, and what follows from a formula. */
import { PlaygroundError } from '#core/errors.ts';
import { STREAMS, type Stream } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import { type Curves, FARTHEST_Y, type Range, X_RANGE } from '../curve/curve.ts';
import type { Sight, TaskDistribution } from '../task.ts';
import { compile } from './compile.ts';
import { highest, placesOver } from './finite.ts';
import type { FormulaNumbers } from './settings.ts';
import { compiled, soundOf, sourceOf } from './sound.ts';
import { type FormulaCurve, formulaTasks, sampleTask } from './tasks.ts';

export { cells } from './cells.ts';
export { shownFormula } from './shown-formula.ts';
export { checked, valueAt } from './sound.ts';
export { inputsSeen } from './tasks.ts';
export { withRanges } from './text.ts';

export function xOf(numbers: FormulaNumbers): Range {
  return soundOf(numbers).formula.x;
}

type Seeded = FormulaNumbers & { readonly seed: number };

export function tasksOf(numbers: Seeded, stream: Stream, sees: Sight): TaskDistribution {
  const { seed } = numbers;
  return formulaTasks(sourceOf(numbers), (index) => ({ seed, stream, index }), sees);
}

/** The one task `index` of training, with points drawn afresh each time. */
export function oneTask(numbers: Seeded, index: number): TaskDistribution {
  const source = sourceOf(numbers);
  const drawOf = (at: number) => ({ seed: numbers.seed, stream: STREAMS.metaTraining, index: at });
  const { curve } = sampleTask(source, drawOf(index), { shots: 0, queryPoints: 0 });
  return formulaTasks(source, drawOf, 'points', curve);
}

/** A curve that another formula has left behind is none of the family's, and rests. */
export const sample: Curves<FormulaNumbers, FormulaCurve>['sample'] = (numbers, draw, counts, changes) => {
  const source = sourceOf(numbers);
  const { curve = null } = changes ?? {};
  const isOf = curve?.expression === source.formula.expression;
  return sampleTask(source, draw, counts, { ...changes, curve: isOf ? curve : null });
};

/** How far up and down a plot has to show: nearly all curves of the formula, and the one that is shown. */
export function reachOf(numbers: FormulaNumbers, curve: FormulaCurve | null): number {
  const { formula, reach } = soundOf(numbers);
  if (curve === null) return reach;
  const valueOf = { ...formula, valueAt: compiled(curve.expression) };
  const height = highest(valueOf, curve.letters, placesOver(formula.x));
  return Math.max(reach, Number.isFinite(height) ? Math.min(height, FARTHEST_Y) : 0);
}

/** How far from 0 any curve goes. */
export function farthestOf(numbers: FormulaNumbers): number {
  return soundOf(numbers).farthest;
}

/** Fine enough for the quickest curve that a plot can show. */
const PLACES_FOR_PERIODS = 801;

/** At least as many as there are: between two turns lies half of one, and beyond the last up to another half. */
export function periodsOf({ expression, letters }: FormulaCurve): number {
  const value = compiled(expression);
  const step = (X_RANGE.to - X_RANGE.from) / (PLACES_FOR_PERIODS - 1);
  let [turns, direction, before] = [0, 0, Number.NaN];
  for (let at = 0; at < PLACES_FOR_PERIODS; at++) {
    const now = value(X_RANGE.from + at * step, letters);
    const next = Math.sign(now - before);
    if (next === 1 || next === -1) {
      if (next === -direction) turns++;
      direction = next;
    }
    before = now;
  }
  return turns === 0 ? 0 : (turns + 1) / 2;
}

/** @throws PlaygroundError `input-invalid` unless the plot can show the curve. */
export function checkCurve({ expression, letters }: FormulaCurve): void {
  const { valueAt: value, letters: names } = compile(expression);
  // Its formula may have values over a part of the plot only.
  const isShown = placesOver(X_RANGE).some((x) => Math.abs(value(x, letters)) <= FARTHEST_Y);
  if (letters.length === names.length && letters.every(Number.isFinite) && isShown) return;
  throw new PlaygroundError(
    'input-invalid',
    said`Expected a curve with values from −${FARTHEST_Y} to ${FARTHEST_Y}, found ${letters.join(', ')} for ${names.join(', ')}.`,
  );
}
