/** Measured curves as a family of tasks: what a task is stands in `tasks.ts`. Files, and what reads them, come when they are first wanted. */
import { said } from '#core/saying.ts';
import type { TextSetting } from '#core/text-setting.ts';
import { X_RANGE } from '../curve/curve.ts';
import type { CurveFamily } from '../family.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import { CURVES_OPENING, CURVES_SETTINGS, type CurvesNumbers, FIRST_FILE } from './settings.ts';
import type * as Source from './source.ts';
import type { FileCurve } from './tasks.ts';

let source: typeof Source | null = null;

async function loaded(): Promise<typeof Source> {
  source ??= await import('./source.ts');
  return source;
}

function expectSource(): typeof Source {
  if (source === null) throw new RangeError('Expected the curves, found none.');
  return source;
}

const curves: TextSetting = {
  initial: FIRST_FILE,
  section: 'task',
  // Until what reads files is here, any text may name one.
  checked: (text) => source?.checkedDigest(text) ?? text,
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
    isHere: (numbers) => source?.hasNamed(numbers) ?? false,
    load: async (numbers) => (await loaded()).fetchNamed(numbers),
    parcels: () => source?.allCurves() ?? [],
    unpack: async (file) => {
      (await loaded()).keepCurves(file);
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
    // No numbers fix one, so that none comes from elsewhere.
    check: () => undefined,
    quantities: () => [],
    valuesOf: () => [],
    curveOf: ({ curves: sha256 }) => ({ sha256, number: 0 }),
    link: { key: 'curve' },
  },
} as const satisfies CurveFamily<CurvesNumbers, FileCurve>;
