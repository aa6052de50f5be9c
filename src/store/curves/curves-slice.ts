/** The visitor's files of curves: whatever is done with them comes when it is first asked for. */
import type * as Files from '#persistence/kept-curves.ts';

export type CurveFiles = typeof Files;
export type { KeptCurves } from '#persistence/kept-curves.ts';

export interface CurvesSlice {
  readonly curveFiles: () => Promise<CurveFiles>;
}

export const CURVES_SLICE: CurvesSlice = { curveFiles: () => import('#persistence/kept-curves.ts') };
