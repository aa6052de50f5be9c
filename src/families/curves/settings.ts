/** Which file of curves tasks are made of: one text, the file's SHA-256. Its points are no setting: links name the file only. */
import type { NumberSetting } from '#core/number-setting.ts';
import type { Opening } from '../family.ts';

export const CURVES_SETTINGS = {} satisfies Record<string, NumberSetting>;

export interface CurvesNumbers {
  readonly curves: string;
}

/** A measured curve has tens of points; a few of them are shown. */
export const CURVES_OPENING: Opening = {
  numbers: { shots: { initial: 5 }, queryPoints: { initial: 10 }, iterations: { initial: 5000 } },
  choices: {},
};

/** The first of the examples, with which the family opens. */
export const FIRST_FILE = '87c4f0df898ededbc3845bafaf30e652c879aa45560aa57765b19f447322af38';
