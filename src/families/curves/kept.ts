/** The files of curves that are here, by their digests, each with its split and in the units of the plot. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { FARTHEST_Y } from '../curve/curve.ts';
import { ontoPlot, type Scale } from '../curve/scale.ts';
import type { CurveFile } from './curve-file.ts';
import { providedCurves } from './provider.ts';
import { scaleOf } from './scale.ts';
import { PARTS, type Part, type Split, splitOf } from './split.ts';

/** A curve in the units of the plot. */
export interface PlottedCurve {
  readonly name: string;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export interface PreparedFile {
  readonly file: CurveFile;
  readonly split: Split;
  readonly scale: Scale;
  readonly curves: readonly PlottedCurve[];
  /** Points of the shortest curve of each part. */
  readonly fewest: Readonly<Record<Part, number>>;
  /** How far from 0 any curve goes. */
  readonly farthest: number;
}

const here = new Map<string, PreparedFile>();

/** @throws PlaygroundError `input-invalid` where no plot can show the curves. */
export function prepared(file: CurveFile): PreparedFile {
  const split = splitOf(file.curves.length);
  const scale = scaleOf(file.curves, split.training);
  const curves = file.curves.map(({ name, x, y }) => ({
    name,
    x: Float32Array.from(x, (value) => ontoPlot(scale.x, value)),
    y: Float32Array.from(y, (value) => ontoPlot(scale.y, value)),
  }));
  const points = (part: Part) =>
    split[part].reduce((fewest, number) => Math.min(fewest, curves[number]?.x.length ?? 0), Infinity);
  let farthest = 0;
  for (const { name, y } of curves) {
    for (const value of y) farthest = Math.max(farthest, Math.abs(value));
    if (farthest <= FARTHEST_Y) continue;
    throw new PlaygroundError(
      'input-invalid',
      said`Expected y within ${FARTHEST_Y} standard deviations of their mean, found farther ones in “${name}”.`,
    );
  }
  const [training, validation, heldOut] = PARTS.map(points);
  return {
    file,
    split,
    scale,
    curves,
    fewest: { training: training ?? 0, validation: validation ?? 0, heldOut: heldOut ?? 0 },
    farthest,
  };
}

/** Keeps a file's curves for tasks that name it. @throws PlaygroundError `input-invalid` as `prepared`. */
export function keepCurves(file: CurveFile): PreparedFile {
  const known = here.get(file.sha256);
  if (known !== undefined) return known;
  const made = prepared(file);
  here.set(file.sha256, made);
  return made;
}

/** `null` for a file that is not here. */
export function keptCurves(sha256: string): PreparedFile | null {
  return here.get(sha256) ?? null;
}

/** Of a digest, enough to tell two files apart by eye. */
const SHOWN_DIGITS = 8;

/** @throws PlaygroundError `input-invalid` where the file is not here. */
export function expectKept(sha256: string): PreparedFile {
  const known = keptCurves(sha256);
  if (known !== null) return known;
  throw new PlaygroundError(
    'input-invalid',
    said`Expected the file of curves with SHA-256 ${sha256.slice(0, SHOWN_DIGITS)}…, found none here.`,
    said`Links, runs and weights name the file only: choose it, or give it by --curves.`,
  );
}

/** All that are here, for another thread. */
export function allCurves(): readonly CurveFile[] {
  return Array.from(here.values(), ({ file }) => file);
}

/** Is done once the file is here. @throws PlaygroundError `input-invalid` where nobody has it. */
export async function fetchCurves(sha256: string): Promise<void> {
  if (keptCurves(sha256) !== null) return;
  const file = await providedCurves(sha256);
  if (file !== null) keepCurves(file);
  expectKept(sha256);
}
