/** Whether a curve is like none that weights were trained on. */
import { curveFamilyOf, type FamilyCurve } from '#families/family-of.ts';
import type { Contestant } from '#store/contestants/contestants.ts';

/** Which of the curve's numbers lies outside of what the weights were trained on. */
export interface Foreign {
  readonly symbol: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** A range's ends are typed with fewer digits than a curve has. */
const ROUNDING = 1e-3;

/** `null` too where the weights were trained on curves of other numbers. */
export function foreignTo({ details }: Contestant, curve: FamilyCurve): Foreign | null {
  const { origin, iteration, settings } = details;
  const family = curveFamilyOf(settings);
  if (origin === 'random' || iteration === 0 || family === null) return null;
  const { curves } = family;
  if (curves.isOf?.(curve, settings) === false) return null;
  const values = curves.valuesOf(curve);
  const foreign = curves.quantities(settings).flatMap(({ symbol, range: { from, to } }, at): Foreign[] => {
    const value = values[at] ?? from;
    return value < from - ROUNDING || value > to + ROUNDING ? [{ symbol, value, from, to }] : [];
  });
  // Least like training is what never varied there.
  return foreign.find(({ from, to }) => from === to) ?? foreign[0] ?? null;
}
