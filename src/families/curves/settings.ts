/** Which file of curves tasks are made of: a text, the file's SHA-256, and two numbers that split it. Its points are no setting: links name the file only. */
import { type NumberSetting, whole } from '#core/number-setting.ts';
import { said } from '#core/saying.ts';
import type { Opening } from '../family.ts';

/** By which of a file's curves no training takes a step. */
export const CURVES_SETTINGS = {
  heldOutShare: {
    ...whole('', 5, 40, 15),
    name: said`the share of held-out curves`,
    rail: { section: 'task', place: 1 },
    flag: {
      name: 'held-out',
      help: 'of 100 measured curves so many are held out, and as many kept for validation',
    },
  },
  splitSeed: {
    ...whole('', 0, 2 ** 32 - 1, 1),
    name: said`the seed of the split`,
    rail: { section: 'task', place: 2 },
    flag: { help: 'which of the measured curves these are' },
  },
} satisfies Record<string, NumberSetting>;

/** A file by its SHA-256, and how its curves are split. */
export interface CurvesNumbers extends Readonly<Record<keyof typeof CURVES_SETTINGS, number>> {
  readonly curves: string;
}

/** One curve of a file, as a split has it in its units. */
export interface FileCurve extends CurvesNumbers {
  /** In the file, from 0. */
  readonly number: number;
}

export function curveOf({ curves, heldOutShare, splitSeed }: CurvesNumbers, number: number): FileCurve {
  return { curves, heldOutShare, splitSeed, number };
}

/** Whether the same curves are trained on: those of other splits, and of other files, may be held out of one and seen by the other. */
export function isSameSplit(a: CurvesNumbers, b: CurvesNumbers): boolean {
  return a.curves === b.curves && a.heldOutShare === b.heldOutShare && a.splitSeed === b.splitSeed;
}

/** A measured curve has tens of points; a few of them are shown. */
export const CURVES_OPENING: Opening = {
  numbers: { shots: { initial: 5 }, queryPoints: { initial: 10 }, iterations: { initial: 5000 } },
  choices: {},
};

/** The first of the examples, with which the family opens. */
export const FIRST_FILE = '87c4f0df898ededbc3845bafaf30e652c879aa45560aa57765b19f447322af38';
