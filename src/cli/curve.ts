/** A fitted curve as text and data: as far as the adaptation stayed finite. */
import { fromPlot, type Scale } from '#families/curve/scale.ts';
import type { Course } from '#training/meta-engine.ts';

/** Steps of an adaptation whose numbers are all finite, from step 0 on. */
export interface FiniteCurve {
  readonly x: readonly number[];
  readonly supportLoss: readonly number[];
  /** Predictions at every x, step after step. */
  readonly steps: readonly (readonly number[])[];
  /** Standard deviations of the curve, as far as they are known. */
  readonly deviations?: readonly (readonly number[])[];
  /** The first step with a number that is not finite; `null` if there is none. */
  readonly divergedAt: number | null;
}

export function finiteCurve(
  gridX: Float32Array,
  { series: { supportLoss }, predictions, deviations }: Course,
): FiniteCurve {
  const broken = predictions.findIndex(
    (curve, step) => !Number.isFinite(supportLoss[step]) || !curve.every(Number.isFinite),
  );
  const count = broken === -1 ? predictions.length : broken;
  return {
    x: [...gridX],
    supportLoss: [...supportLoss.subarray(0, count)],
    steps: predictions.slice(0, count).map((curve) => [...curve]),
    ...(deviations === undefined
      ? {}
      : { deviations: deviations.slice(0, count).map((values) => [...values]) }),
    divergedAt: broken === -1 ? null : broken,
  };
}

/** The same in the units of whoever measured the points; losses stay those of the network. */
export function asMeasured(curve: FiniteCurve, scale: Scale | null): FiniteCurve {
  if (scale === null) return curve;
  const { deviations } = curve;
  return {
    ...curve,
    x: curve.x.map((value) => fromPlot(scale.x, value)),
    steps: curve.steps.map((step) => step.map((value) => fromPlot(scale.y, value))),
    ...(deviations === undefined
      ? {}
      : { deviations: deviations.map((step) => step.map((value) => scale.y.unit * value)) }),
  };
}

/** CSV: x, a column for every step, and one more where it is known how sure they are. */
export function curveCsv({ x, steps, deviations = [] }: FiniteCurve): string {
  const header = [
    'x',
    ...steps.map((_, step) => `step${step}`),
    ...deviations.map((_, step) => `deviation${step}`),
  ];
  const rows = x.map((value, index) => [value, ...[...steps, ...deviations].map((curve) => curve[index])]);
  return `${[header, ...rows].map((row) => row.join()).join('\n')}\n`;
}
