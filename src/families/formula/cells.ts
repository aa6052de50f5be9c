/** The error map over the first two letters of a formula: the first goes up, the second to the right. */
import { STREAMS } from '#core/rng.ts';
import type { Range } from '../curve/curve.ts';
import type { ErrorCells, GridRanges } from '../error-grid.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import { farthestOf } from './finite.ts';
import { type FormulaNumbers, quantitiesOf } from './settings.ts';
import { soundOf, sourceOf } from './sound.ts';
import { type FormulaCurve, formulaTasks } from './tasks.ts';
import type { Formula } from './text.ts';

/** The formula with other ranges of these letters. */
function withCell(formula: Formula, { x, y }: GridRanges): Formula {
  const [first, second, ...others] = formula.letters;
  if (first === undefined || second === undefined) return formula;
  return { ...formula, letters: [{ ...first, ...y }, { ...second, ...x }, ...others] };
}

/** How far a formula goes from 0 over its ranges; `null` where it has no value somewhere. */
function valuesOver(formula: Formula): number | null {
  try {
    return farthestOf(formula);
  } catch {
    return null;
  }
}

const wider = ({ from, to }: Range): Range => ({ from, to: to + (to - from) });
const only = (value: number): Range => ({ from: value, to: value });
const NONE = only(0);

export const cells: ErrorCells<FormulaNumbers, FormulaCurve> = {
  axes(numbers) {
    const [y, x] = quantitiesOf(numbers);
    return y === undefined || x === undefined ? null : { x, y };
  },
  trained(numbers) {
    const [y = NONE, x = NONE] = soundOf(numbers).formula.letters;
    return { x, y };
  },
  // Wider by their own width, where the formula has values all over that.
  beyond(trained, numbers) {
    const wide = { x: wider(trained.x), y: wider(trained.y) };
    return valuesOver(withCell(soundOf(numbers).formula, wide)) === null ? trained : wide;
  },
  tasks(numbers, { x, y }, sees) {
    const { formula, noise } = sourceOf(numbers);
    const drawOf = (index: number) => ({ seed: numbers.seed, stream: STREAMS.errorMap, index });
    const source = { formula: withCell(formula, { x: only(x), y: only(y) }), noise };
    return formulaTasks(source, drawOf, sees);
  },
  curveAt(numbers, { x, y }) {
    const { expression, letters } = soundOf(numbers).formula;
    return { expression, letters: [y, x, ...letters.slice(2).map(({ from, to }) => (from + to) / 2)] };
  },
  worstLoss(numbers, grid) {
    const { formula, farthest } = soundOf(numbers);
    const reach = valuesOver(withCell(formula, grid)) ?? farthest;
    return worstSquaredError(reach + 2 * numbers.noise);
  },
};
