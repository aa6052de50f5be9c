/** The files of curves that are here, by their digests; of each split of one, its parts and its curves in the units of the plot. */
import { briefly } from '#core/brief-digest.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { FARTHEST_Y } from '../curve/curve.ts';
import { ontoPlot, type Scale } from '../curve/scale.ts';
import type { CurveFile } from './curve-file.ts';
import { providedCurves } from './provider.ts';
import { expectSeveral, scaleOf } from './scale.ts';
import { CURVES_SETTINGS, type CurvesNumbers } from './settings.ts';
import { PARTS, type Part } from '../parts.ts';
import { type Split, splitOf } from './split.ts';

/** A curve in the units of the plot. */
export interface PlottedCurve {
  readonly name: string;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** A file as one split of it has it: that fixes the units. */
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

const here = new Map<string, CurveFile>();
/** Of the newest splits: whoever drags a knob through all of them need not fill the memory. */
const splits = new Map<string, PreparedFile>();
const MOST_SPLITS = 8;

const keyOf = ({ curves, heldOutShare, splitSeed }: CurvesNumbers) =>
  `${curves} ${heldOutShare} ${splitSeed}`;

/** As the family opens with a file. */
const usual = (curves: string): CurvesNumbers => ({
  curves,
  heldOutShare: CURVES_SETTINGS.heldOutShare.initial,
  splitSeed: CURVES_SETTINGS.splitSeed.initial,
});

function prepared(file: CurveFile, numbers: CurvesNumbers): PreparedFile {
  const split = splitOf(file.curves.length, numbers);
  const scale = scaleOf(file.curves, split.training);
  const curves = file.curves.map(({ name, x, y }) => ({
    name,
    x: Float32Array.from(x, (value) => ontoPlot(scale.x, value)),
    y: Float32Array.from(y, (value) => ontoPlot(scale.y, value)),
  }));
  const points = (part: Part) =>
    split[part].reduce((fewest, number) => Math.min(fewest, curves[number]?.x.length ?? 0), Infinity);
  const farthest = curves.reduce(
    (most, { y }) => y.reduce((far, value) => Math.max(far, Math.abs(value)), most),
    0,
  );
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

/** @throws PlaygroundError `input-invalid` where no plot can show the curves. */
export function expectShown({ curves, farthest }: PreparedFile): void {
  if (farthest <= FARTHEST_Y) return;
  const far = curves.find(({ y }) => y.some((value) => Math.abs(value) > FARTHEST_Y));
  if (far === undefined) return;
  throw new PlaygroundError(
    'input-invalid',
    said`Expected y within ${FARTHEST_Y} standard deviations of their mean, found farther ones in “${far.name}”.`,
  );
}

/** Keeps a file's curves for tasks that name it. @throws PlaygroundError `input-invalid` where no plot can show them. */
export function keepCurves(file: CurveFile): PreparedFile {
  const { sha256 } = file;
  if (!here.has(sha256)) {
    expectSeveral(file.curves);
    expectShown(prepared(file, usual(sha256)));
    here.set(sha256, file);
  }
  return expectKept(usual(sha256));
}

/** `null` for a file that is not here. */
export function keptFile(sha256: string): CurveFile | null {
  return here.get(sha256) ?? null;
}

/** The file as it is split; `null` where it is not here. */
export function keptCurves(numbers: CurvesNumbers): PreparedFile | null {
  const key = keyOf(numbers);
  const known = splits.get(key);
  if (known !== undefined) return known;
  const file = keptFile(numbers.curves);
  if (file === null) return null;
  const made = prepared(file, numbers);
  const [oldest] = splits.keys();
  if (splits.size >= MOST_SPLITS && oldest !== undefined) splits.delete(oldest);
  splits.set(key, made);
  return made;
}

function notHere(sha256: string): PlaygroundError {
  return new PlaygroundError(
    'input-invalid',
    said`Expected the file of curves with SHA-256 ${briefly(sha256)}…, found none here.`,
    said`Links, runs and weights name the file only: choose it, or give it by --curves.`,
  );
}

/** @throws PlaygroundError `input-invalid` where the file is not here. */
export function expectKept(numbers: CurvesNumbers): PreparedFile {
  const known = keptCurves(numbers);
  if (known === null) throw notHere(numbers.curves);
  return known;
}

/** All that are here, for another thread. */
export function allCurves(): readonly CurveFile[] {
  return [...here.values()];
}

/** Is done once the file is here. @throws PlaygroundError `input-invalid` where nobody has it. */
export async function fetchCurves(sha256: string): Promise<void> {
  if (keptFile(sha256) !== null) return;
  const file = await providedCurves(sha256);
  if (file === null) throw notHere(sha256);
  keepCurves(file);
}
