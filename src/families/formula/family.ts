/**
 * Curves by formula as a family of tasks: what a task is stands in `tasks.ts`, what a formula is in `text.ts`. All of it comes
 * with the parser when it is first wanted.
 */
import { said } from '#core/saying.ts';
import type { TextSetting } from '#core/text-setting.ts';
import type { CurveFamily, SeenShape } from '../family.ts';
import { lateModule } from '../late-module.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import {
  expressionOf,
  FIRST_FORMULA,
  FORMULA_OPENING,
  FORMULA_SETTINGS,
  type FormulaNumbers,
  lettersOf,
  quantitiesOf,
} from './settings.ts';
import type { FormulaCurve } from './tasks.ts';

const { now, load, late } = lateModule(() => import('./source.ts'));

const formula: TextSetting = {
  initial: FIRST_FORMULA,
  section: 'task',
  // Until the parser is here, any text may be one.
  checked: (text) => now()?.checked(text) ?? text,
  flag: {
    place: -0.5,
    value: 'text',
    help: 'y as a formula in x and letters',
    part: {
      name: 'range',
      value: 'letter=from..to',
      help: 'of a letter of the formula, or of x; once for each',
      change: late('withRanges'),
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
    words: said`${inputs} inputs (x and ${letters.map(({ name }) => name).join(', ')}) and one output`,
    example: [{ name: 'x', value: 0.5 }, ...letters.map(({ name, to }) => ({ name, value: to }))],
  };
}

/** Until the parser is here, as high as any shown task is at least. */
const USUAL_REACH = 5;

/** What the error map is drawn over, once the parser is here. */
export const formulaCells = () => now()?.cells ?? null;

export const formulas = {
  settings: FORMULA_SETTINGS,
  texts: { formula },
  opening: FORMULA_OPENING,
  late: {
    isHere: () => now() !== null,
    load: async () => {
      await load();
    },
  },
  sights: ['points', 'task'],
  shapeOf: (numbers, sees) => (sees === 'points' ? POINTS : shapeOfTask(numbers)),
  loss: 'squaredError',
  tasks: late('tasksOf'),
  oneTask: late('oneTask'),
  worstLoss: (numbers) => worstSquaredError((now()?.farthestOf(numbers) ?? USUAL_REACH) + 2 * numbers.noise),
  view: 'curve',
  curves: {
    sample: late('sample'),
    xOf: late('xOf'),
    valueAt: late('valueAt'),
    inputsSeen: late('inputsSeen'),
    reach: (numbers, curve) => now()?.reachOf(numbers, curve) ?? USUAL_REACH,
    formula: late('shownFormula'),
    periods: late('periodsOf'),
    check: (curve) => now()?.checkCurve(curve),
    quantities: quantitiesOf,
    valuesOf: ({ letters }) => letters,
    curveOf: ({ formula: text }, letters) => ({ expression: expressionOf(text), letters }),
    isOf: ({ expression }, { formula: text }) => expression === expressionOf(text),
    link: { key: 'letters' },
  },
} as const satisfies CurveFamily<FormulaNumbers, FormulaCurve>;
