/** Where the family's tasks come from: its parser, and what follows from a formula. The page loads this when it first needs it. */
import { PlaygroundError } from '#core/errors.ts';
import { STREAMS, type Stream } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import { type Curves, FARTHEST_Y, type Range, X_RANGE } from '../curve/curve.ts';
import type { CellPlace, GridRanges } from '../error-grid.ts';
import type { Sight, TaskDistribution } from '../task.ts';
import { type Compiled, compile } from './compile.ts';
import { farthestOf as farthest, highest, placesOver, usualReach } from './finite.ts';
import { FIRST_FORMULA, type FormulaNumbers } from './settings.ts';
import { type FormulaCurve, formulaTasks, sampleTask, type Source } from './tasks.ts';
import { type Formula, readText, writeText } from './text.ts';

export { shownFormula } from './shown-formula.ts';
export { inputsSeen } from './tasks.ts';
export { withRanges } from './text.ts';

/** A formula that can be shown and learned, with what it takes a moment to find. */
interface SoundFormula {
  readonly formula: Formula;
  /** How far from 0 nearly all of its curves stay. */
  readonly reach: number;
  /** How far any of them goes. */
  readonly farthest: number;
}

const MOST_KEPT = 32;

/** What `make` answers, kept for the newest questions. */
function remembering<Answer>(make: (text: string) => Answer): (text: string) => Answer {
  const kept = new Map<string, Answer>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(text, made);
    return made;
  };
}

/** @throws FormulaError for a text whose curves cannot be learned. */
const expectSound = remembering((text): SoundFormula => {
  const formula = readText(text);
  // First what may be wrong with it.
  const most = farthest(formula);
  return { formula, reach: usualReach(formula), farthest: most };
});

/** The text in the one way in which it is written. @throws FormulaError for a text whose curves cannot be learned. */
export function checked(text: string): string {
  return writeText(expectSound(text).formula);
}

/**
 * Of settings that may have come before the parser, such as a link's: until those are mended, an unsound text stands for the
 * family's first.
 */
function soundOf({ formula }: Pick<FormulaNumbers, 'formula'>): SoundFormula {
  try {
    return expectSound(formula);
  } catch {
    return expectSound(FIRST_FORMULA);
  }
}

/** The formula of settings with their noise. */
export function sourceOf(numbers: FormulaNumbers): Source {
  return { formula: soundOf(numbers).formula, noise: numbers.noise };
}

const compiled = remembering((expression): Compiled => compile(expression).valueAt);

export function valueAt({ expression, letters }: FormulaCurve, x: number): number {
  return compiled(expression)(x, letters);
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

export const sample: Curves<FormulaNumbers, FormulaCurve>['sample'] = (numbers, ...asked) =>
  sampleTask(sourceOf(numbers), ...asked);

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

/** Half as often as the curve turns. */
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
  return turns / 2;
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

/** The ranges of the first two letters, wider by their own width where the formula has values all over them. */
export function beyond(numbers: FormulaNumbers, trained: GridRanges): GridRanges {
  const wider = ({ from, to }: Range): Range => ({ from, to: to + (to - from) });
  const wide = { x: wider(trained.x), y: wider(trained.y) };
  try {
    farthest(withCell(soundOf(numbers).formula, wide));
    return wide;
  } catch {
    return trained;
  }
}

/** The formula with other ranges of its first two letters: the first goes up a map, the second to the right. */
function withCell(formula: Formula, { x, y }: GridRanges): Formula {
  const [first, second, ...others] = formula.letters;
  if (first === undefined || second === undefined) return formula;
  return { ...formula, letters: [{ ...first, ...y }, { ...second, ...x }, ...others] };
}

export function cellTasks(numbers: Seeded, { x, y }: CellPlace, sees: Sight): TaskDistribution {
  const { formula, noise } = sourceOf(numbers);
  const place = { x: { from: x, to: x }, y: { from: y, to: y } };
  const { seed } = numbers;
  const drawOf = (index: number) => ({ seed, stream: STREAMS.errorMap, index });
  return formulaTasks({ formula: withCell(formula, place), noise }, drawOf, sees);
}
