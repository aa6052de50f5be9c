/** A fitted curve as text and data: as far as the adaptation stayed finite. */
import type { Trajectory } from '#training/meta-engine.ts';

/** Steps of an adaptation whose numbers are all finite, from step 0 on. */
export interface FiniteCurve {
  readonly x: readonly number[];
  readonly supportLoss: readonly number[];
  /** Predictions at every x, step after step. */
  readonly steps: readonly (readonly number[])[];
  /** The first step with a number that is not finite; `null` if there is none. */
  readonly divergedAt: number | null;
}

export function finiteCurve(
  gridX: Float32Array,
  { series: { supportLoss }, predictions }: Trajectory,
): FiniteCurve {
  const broken = predictions.findIndex(
    (curve, step) => !Number.isFinite(supportLoss[step]) || !curve.every(Number.isFinite),
  );
  const count = broken === -1 ? predictions.length : broken;
  return {
    x: [...gridX],
    supportLoss: [...supportLoss.subarray(0, count)],
    steps: predictions.slice(0, count).map((curve) => [...curve]),
    divergedAt: broken === -1 ? null : broken,
  };
}

/** CSV: x, and a column for every step. */
export function curveCsv({ x, steps }: FiniteCurve): string {
  const header = ['x', ...steps.map((_, step) => `step${step}`)];
  const rows = x.map((value, index) => [value, ...steps.map((curve) => curve[index])]);
  return `${[header, ...rows].map((row) => row.join()).join('\n')}\n`;
}
