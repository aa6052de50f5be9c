/** Measured curves as a family of tasks: what a task is stands in `tasks.ts`. Files, and what reads them, come when they are first wanted. */
import { said } from '#core/saying.ts';
import type { TextSetting } from '#core/text-setting.ts';
import { X_RANGE } from '../curve/curve.ts';
import type { CurveFamily } from '../family.ts';
import { lateModule } from '../late-module.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import type { CurveFile } from './curve-file.ts';
import {
  CURVES_OPENING,
  CURVES_SETTINGS,
  curveOf,
  type CurvesNumbers,
  type FileCurve,
  FIRST_FILE,
  isSameSplit,
} from './settings.ts';

const { now, load, late } = lateModule(() => import('./source.ts'));

const curves: TextSetting = {
  initial: FIRST_FILE,
  section: 'task',
  // Until what reads files is here, any text may name one.
  checked: (text) => now()?.checkedDigest(text) ?? text,
  flag: {
    place: -0.4,
    value: 'file',
    help: 'measured curves, CSV or JSON',
    written: (sha256) => now()?.writtenName(sha256) ?? sha256,
  },
};

/** Until the file is here, as high as most of its curves. */
const USUAL_REACH = 3;
const reach = (numbers: CurvesNumbers) => now()?.reachOf(numbers) ?? USUAL_REACH;

/** The files that are here, for a thread that has none of them. */
export const parcels = (): readonly CurveFile[] => now()?.allCurves() ?? [];

/** Takes what another thread had. */
export async function unpack(files: readonly CurveFile[]): Promise<void> {
  files.forEach((await load()).keepCurves);
}

export const curveFiles = {
  settings: CURVES_SETTINGS,
  texts: { curves },
  opening: CURVES_OPENING,
  late: {
    isHere: (numbers) => now()?.hasNamed(numbers) ?? false,
    load: async (numbers) => (await load()).fetchNamed(numbers),
  },
  sights: ['points'],
  shapeOf: () => ({ inputs: 1, outputs: 1, words: said`one input and one output`, example: null }),
  loss: 'squaredError',
  isMeasured: true,
  mayJudge: isSameSplit,
  tasks: late('tasksOf'),
  oneTask: late('oneTask'),
  worstLoss: (numbers) => worstSquaredError(reach(numbers)),
  view: 'curve',
  curves: {
    sample: late('sample'),
    xOf: () => X_RANGE,
    valueAt: late('valueAt'),
    inputsSeen: (x) => x,
    reach,
    scale: (numbers) => now()?.scaleOfNamed(numbers) ?? null,
    formula: late('shownName'),
    periods: () => 0,
    // No numbers fix one, so that none comes from elsewhere.
    check: () => undefined,
    quantities: () => [],
    valuesOf: () => [],
    curveOf: (numbers) => curveOf(numbers, 0),
    link: { key: 'curve' },
  },
} as const satisfies CurveFamily<CurvesNumbers, FileCurve>;
