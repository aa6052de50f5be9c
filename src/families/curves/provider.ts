/** Where files of curves come from that are not here yet: a browser's database, a folder. It stands apart from what reads them, which comes late. */
import type { CurveFile } from './curve-file.ts';

/** `null` where the file is unknown. */
export type CurveProvider = (sha256: string) => Promise<CurveFile | null>;

let provider: CurveProvider = () => Promise.resolve(null);

/** Says where files come from. */
export function provideCurves(from: CurveProvider): void {
  provider = from;
}

/** The file, from whoever has it. */
export const providedCurves: CurveProvider = (sha256) => provider(sha256);
