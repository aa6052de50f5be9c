/** The activations in WGSL: φ, its slope told from φ's own value where that is possible, and its curvature. */
import type { Activation } from '#models/activations.ts';
import { sineCode } from '#core/shader-sine.ts';

export interface ActivationCode {
  /** Body of `fn activate(x : f32) -> f32`. */
  readonly value: string;
  /** φ′ as an expression of the activation `a`, or `null` if it must be stored beside it. */
  readonly slopeOfValue: string | null;
  /** Body of `fn slopeAt(x : f32) -> f32`, for those that store it. */
  readonly slope: string;
  /** φ″ as an expression of the activation `a` and the slope `s`, or `null` if it is zero everywhere. */
  readonly curvature: string | null;
}

const UNSTORED = 'return 0.0;';

export const ACTIVATION_CODE: Readonly<Record<Activation, ActivationCode>> = {
  relu: {
    value: 'return max(x, 0.0);',
    slopeOfValue: 'select(0.0, 1.0, a > 0.0)',
    slope: UNSTORED,
    curvature: null,
  },
  tanh: {
    // Some drivers overflow inside their tanh; beyond ±15 it is 1 in float32.
    value: 'return tanh(clamp(x, -15.0, 15.0));',
    slopeOfValue: '(1.0 - a * a)',
    slope: UNSTORED,
    curvature: '(-2.0 * a * s)',
  },
  sigmoid: {
    value: 'return 1.0 / (1.0 + exp(-x));',
    slopeOfValue: '(a * (1.0 - a))',
    slope: UNSTORED,
    curvature: '(s * (1.0 - 2.0 * a))',
  },
  softplus: {
    value: 'return max(x, 0.0) + log(1.0 + exp(-abs(x)));',
    slopeOfValue: '(1.0 - exp(-a))',
    slope: UNSTORED,
    curvature: '(s * (1.0 - s))',
  },
  sin: {
    value: `${sineCode('wgsl', 0)} return value;`,
    slopeOfValue: null,
    slope: `${sineCode('wgsl', 1)} return value;`,
    curvature: '(-a)',
  },
};
