/** Measured curves as a family of tasks: what a task is stands in `tasks.ts`. Files, and what reads them, come when they are first wanted. */
import { said } from '#core/saying.ts';
import type { TextSetting } from '#core/text-setting.ts';
import { X_RANGE } from '../curve/curve.ts';
import type { CurveFamily } from '../family.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import { checkedDigest, CURVES_OPENING, CURVES_SETTINGS, type CurvesNumbers, EXAMPLES } from './settings.ts';
import type * as Source from './source.ts';
import type { FileCurve } from './tasks.ts';

let source: typeof Source | null = null;

function expectSource(): typeof Source {
  if (source === null) throw new RangeError('Expected the files of curves, found none.');
  return source;
}

const curves: TextSetting = {
  initial: EXAMPLES[0].sha256,
  section: 'task',
  checked: checkedDigest,
  flag: {
    place: -0.4,
    value: 'file',
    help: 'measured curves, CSV or JSON',
    written: (sha256) => source?.writtenName(sha256) ?? sha256,
  },
};

/** Until the file is here, as high as most of its curves. */
const USUAL_REACH = 3;
const reachOf = (numbers: CurvesNumbers) => source?.reachOf(numbers) ?? USUAL_REACH;

export const curveFiles = {
  settings: CURVES_SETTINGS,
  texts: { curves },
  opening: CURVES_OPENING,
  late: {
    isHere: (numbers) => source !== null && (numbers.curves === undefined || source.isKept(numbers.curves)),
    load: async (numbers) => {
      source ??= await import('./source.ts');
      if (numbers.curves !== undefined) await source.fetchCurves(numbers.curves);
    },
    parcels: () => source?.allCurves() ?? [],
    unpack: async (file) => {
      source ??= await import('./source.ts');
      source.keepCurves(file);
    },
  },
  sights: ['points'],
  shapeOf: () => ({ inputs: 1, outputs: 1, words: said`one input and one output`, example: null }),
  loss: 'squaredError',
  isMeasured: true,
  tasks: (numbers, stream) => expectSource().tasksOf(numbers, stream),
  oneTask: (numbers, index) => expectSource().oneTask(numbers, index),
  worstLoss: (numbers) => worstSquaredError(reachOf(numbers)),
  view: 'curve',
  curves: {
    sample: (...asked) => expectSource().sample(...asked),
    xOf: () => X_RANGE,
    valueAt: (...asked) => expectSource().valueAt(...asked),
    inputsSeen: (x) => x,
    reach: reachOf,
    formula: (curve) => source?.shownName(curve) ?? '',
    periods: () => 0,
    check: (curve) => source?.checkCurve(curve),
    quantities: () => [],
    valuesOf: () => [],
    curveOf: ({ curves: sha256 }) => ({ sha256, number: 0 }),
    isOf: () => false,
    link: { key: 'curve' },
  },
} as const satisfies CurveFamily<CurvesNumbers, FileCurve>;
