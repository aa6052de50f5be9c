/** Curves that somebody has measured: the points of each, as its file has them. */

export interface MeasuredCurve {
  readonly name: string;
  /** In rising order, no two alike. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A file of curves, by what it is told apart from others. */
export interface CurveFile {
  /** As it was called, for those who are told of it. */
  readonly name: string;
  /** SHA-256 of the file in hexadecimal digits. */
  readonly sha256: string;
  readonly curves: readonly MeasuredCurve[];
  /** Cells without a number, whose points are left out. */
  readonly missing: number;
}

/** With fewer there would be next to nothing to be judged on. */
export const FEWEST_CURVES = 10;
export const MOST_CURVES = 10_000;
/** Bytes of a file. */
export const LARGEST_FILE = 5_000_000;
