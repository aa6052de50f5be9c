/** Which file of curves tasks are made of: one text, the file's SHA-256. Its points are no setting: links name the file only. */
import { PlaygroundError } from '#core/errors.ts';
import type { NumberSetting } from '#core/number-setting.ts';
import { said } from '#core/saying.ts';
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

/** Files of our own making to begin with, made by `scripts/curves.ts`: a test holds them to their digests. */
export const EXAMPLES = [
  {
    id: 'cooling',
    file: 'cooling.csv',
    sha256: '87c4f0df898ededbc3845bafaf30e652c879aa45560aa57765b19f447322af38',
  },
  {
    id: 'temperatures',
    file: 'temperatures.csv',
    sha256: '51c4af899c26012c25961eb698a53687587e6a408c7aaa77ec418e7c9f55bc3e',
  },
] as const;

export type ExampleId = (typeof EXAMPLES)[number]['id'];

const DIGEST = /^[0-9a-f]{64}$/;

/** @throws PlaygroundError `setting-out-of-range` for what names no file. */
export function checkedDigest(text: string): string {
  if (DIGEST.test(text)) return text;
  throw new PlaygroundError(
    'setting-out-of-range',
    said`Expected the SHA-256 of a file of curves, found ${text.slice(0, 40) || said`nothing`}.`,
  );
}
