/** Formulas to begin with: each has its ranges, and a curve that no other one can draw. */
import { FIRST_FORMULA } from './settings.ts';

export const PRESETS = {
  twoSines: FIRST_FORMULA,
  square: 'a*sign(sin(b*x + c)) + d; a=0.5..3; b=0.5..2; c=0..6.28; d=-1..1',
  saw: 'a*(2*(b*x + c - floor(b*x + c)) - 1); a=0.5..3; b=0.15..0.5; c=0..1',
  step: 'a*sign(x - b) + c; a=-3..3; b=-3..3; c=-2..2',
  cubic: 'a*x^3 + b*x^2 + c*x + d; a=-0.03..0.03; b=-0.1..0.1; c=-0.5..0.5; d=-1..1',
  damped: 'a*exp(-b*(x + 5))*cos(c*x + d); a=1..5; b=0.1..0.5; c=1..3; d=0..6.28',
  sinc: 'a*sinc(b*(x - c)); a=1..5; b=1..3; c=-3..3',
} as const satisfies Readonly<Record<string, string>>;

export type FormulaPresetName = keyof typeof PRESETS;
export const FORMULA_PRESET_NAMES = Object.keys(PRESETS) as FormulaPresetName[];
