/**
 * Curves by formula as a family of tasks: what a task is stands in `tasks.ts`, what a formula is in `text.ts`. All of it comes
 * with the parser when it is first wanted.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { TextSetting } from '#core/text-setting.ts';
import type { Quantity, Range } from '../curve/curve.ts';
import type { CurveFamily, SeenShape } from '../family.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import {
  expressionOf,
  FARTHEST_LETTER,
  FIRST_FORMULA,
  FORMULA_SETTINGS,
  type FormulaNumbers,
  lettersOf,
  LONGEST_TEXT,
} from './settings.ts';
import type * as Source from './source.ts';
import type { FormulaCurve } from './tasks.ts';

let source: typeof Source | null = null;

function expectSource(): typeof Source {
  if (source === null) throw new RangeError('Expected the parser of formulas to be loaded, found none.');
  return source;
}

/** Until the parser is here, any text of a bounded length may be one. @throws PlaygroundError `setting-out-of-range`. */
function checked(text: string): string {
  if (source !== null) return source.checked(text);
  if (text.length <= LONGEST_TEXT) return text;
  throw new PlaygroundError(
    'setting-out-of-range',
    said`Expected a formula with its ranges in at most ${LONGEST_TEXT} characters, found ${text.length}.`,
  );
}

const formula: TextSetting = {
  initial: FIRST_FORMULA,
  section: 'task',
  checked,
  flag: {
    place: -0.5,
    value: 'text',
    help: 'y of curves by formula in x, letters and functions, such as a*sin(b*x)',
    part: {
      name: 'range',
      value: 'letter=from..to',
      help: 'of a letter of the formula, or of x; once for each',
      change: (text, parts) => expectSource().withRanges(text, parts),
    },
  },
};

const POINTS: SeenShape = {
  inputs: 1,
  outputs: 1,
  words: said`one input and one output`,
  example: null,
};

function shapeOfTask({ formula: text }: FormulaNumbers): SeenShape {
  const letters = lettersOf(text);
  const inputs = 1 + letters.length;
  return {
    inputs,
    outputs: 1,
    words: said`${inputs} inputs (an oracle is told x and the letters ${letters.map(({ name }) => name).join(', ')}) and one output`,
    example: [
      { name: 'x', value: 0.5 },
      ...letters.map(({ name, from, to }) => ({ name, value: (from + to) / 2 })),
    ],
  };
}

function quantitiesOf({ formula: text }: FormulaNumbers): Quantity[] {
  return lettersOf(text).map(({ name, from, to }) => ({
    id: name,
    symbol: name,
    range: { from, to },
    minimum: -FARTHEST_LETTER,
    maximum: FARTHEST_LETTER,
  }));
}

/** Until the parser is here, as high as any shown task is at least. */
const USUAL_REACH = 5;

const middle = ({ from, to }: Range) => (from + to) / 2;

export const formulas = {
  settings: FORMULA_SETTINGS,
  texts: { formula },
  late: {
    isHere: () => source !== null,
    load: async () => {
      source ??= await import('./source.ts');
    },
  },
  sights: ['points', 'task'],
  shapeOf: (numbers, sees) => (sees === 'points' ? POINTS : shapeOfTask(numbers)),
  loss: 'squaredError',
  tasks: (numbers, stream, sees) => expectSource().tasksOf(numbers, stream, sees),
  oneTask: (numbers, index) => expectSource().oneTask(numbers, index),
  worstLoss: (numbers) => worstSquaredError((source?.farthestOf(numbers) ?? USUAL_REACH) + 2 * numbers.noise),
  cells: {
    axes(numbers) {
      const [up, right] = quantitiesOf(numbers);
      return up === undefined || right === undefined ? null : { x: right, y: up };
    },
    trained({ formula: text }) {
      const [up, right] = lettersOf(text);
      const none = { from: 0, to: 0 };
      return { x: right ?? none, y: up ?? none };
    },
    beyond: (trained, numbers) => expectSource().beyond(numbers, trained),
    tasks: (numbers, place, sees) => expectSource().cellTasks(numbers, place, sees),
    curveAt({ formula: text }, { x, y }) {
      const others = lettersOf(text).slice(2);
      return { expression: expressionOf(text), letters: [y, x, ...others.map(middle)] };
    },
    worstLoss: (numbers) =>
      worstSquaredError((source?.farthestOf(numbers) ?? USUAL_REACH) + 2 * numbers.noise),
  },
  view: 'curve',
  curves: {
    sample: (numbers, draw, counts, changes) => expectSource().sample(numbers, draw, counts, changes),
    xOf: (numbers) => expectSource().sourceOf(numbers).formula.x,
    valueAt: (curve, x) => expectSource().valueAt(curve, x),
    inputsSeen: (x, curve, sees) => expectSource().inputsSeen(x, curve, sees),
    reach: (numbers, curve) => source?.reachOf(numbers, curve) ?? USUAL_REACH,
    formula: (curve, shown) => `y = ${source?.shownFormula(curve, shown) ?? '…'}`,
    periods: (curve) => source?.periodsOf(curve) ?? 0,
    check: (curve) => source?.checkCurve(curve),
    quantities: quantitiesOf,
    valuesOf: ({ letters }) => letters,
    curveOf: ({ formula: text }, letters) => ({ expression: expressionOf(text), letters }),
    isOf: ({ expression }, { formula: text }) => expression === expressionOf(text),
    link: { key: 'letters' },
  },
} as const satisfies CurveFamily<FormulaNumbers, FormulaCurve>;
