/** What of the family comes late: files of curves, and the tasks that are made of them. */
import { STREAMS, type Stream } from '#core/rng.ts';
import { type Curves, FARTHEST_Y } from '../curve/curve.ts';
import type { TaskDistribution } from '../task.ts';
import { isDigest } from './digest.ts';
import { EXAMPLES } from './examples.ts';
import { expectKept, fetchCurves, keptCurves, keptFile } from './kept.ts';
import { type CurvesNumbers, curveOf, type FileCurve, isSameSplit } from './settings.ts';
import { curveNumberOf, curveTasks, shownPoints } from './tasks.ts';

export { checkedDigest } from './digest.ts';
export { allCurves, keepCurves, keptCurves, keptFile, type PreparedFile } from './kept.ts';
export { EXAMPLES } from './examples.ts';

type Seeded = CurvesNumbers & { readonly seed: number };

/** Whether the file is here; without a name, whether one could be. */
export const hasNamed = ({ curves }: Partial<CurvesNumbers>) =>
  curves === undefined || keptFile(curves) !== null;

/** Is done once the file is here. A text that names none is left to who checks texts. @throws PlaygroundError where nobody has it. */
export async function fetchNamed({ curves }: Partial<CurvesNumbers>): Promise<void> {
  if (curves !== undefined && isDigest(curves)) await fetchCurves(curves);
}

/** As a command names the file. */
export function writtenName(sha256: string): string {
  const example = EXAMPLES.find((one) => one.sha256 === sha256);
  if (example !== undefined) return `public/curves/${example.file}`;
  return keptFile(sha256)?.name ?? sha256;
}

export function tasksOf(numbers: Seeded, stream: Stream): TaskDistribution {
  return curveTasks(expectKept(numbers), numbers.seed, stream);
}

/** The one task `index` of training, with points drawn afresh each time. */
export function oneTask(numbers: Seeded, index: number): TaskDistribution {
  const { seed } = numbers;
  const file = expectKept(numbers);
  const stream = STREAMS.metaTraining;
  return curveTasks(file, seed, stream, curveNumberOf(file, { seed, stream, index }));
}

/** A curve that another file, or another split of it, has left behind is none of this one's, and rests. */
export const sample: Curves<CurvesNumbers, FileCurve>['sample'] = (numbers, draw, counts, changes = {}) => {
  const { curve = null, x = null } = changes;
  const number = curve !== null && isSameSplit(curve, numbers) ? curve.number : null;
  const shown = shownPoints(expectKept(numbers), draw, counts, { number, x });
  return { ...shown, curve: curveOf(numbers, shown.number) };
};

/** Straight between two points of the curve, and level beyond its ends. */
export function valueAt(of: FileCurve, at: number): number {
  const curve = expectKept(of).curves[of.number];
  if (curve === undefined) return Number.NaN;
  const { x, y } = curve;
  const right = x.findIndex((place) => place >= at);
  if (right <= 0) return (right === 0 ? y[0] : y.at(-1)) ?? Number.NaN;
  const [from = 0, to = 0] = [x[right - 1], x[right]];
  const [before = 0, after = 0] = [y[right - 1], y[right]];
  return before + ((after - before) * (at - from)) / (to - from);
}

/** How far up and down a plot has to show. */
export function reachOf(numbers: CurvesNumbers): number {
  return Math.min(FARTHEST_Y, keptCurves(numbers)?.farthest ?? 0);
}

/** By what the plot's units become the file's; `null` where that is not here. */
export const scaleOfNamed = (numbers: CurvesNumbers) => keptCurves(numbers)?.scale ?? null;

/** The name of the curve in its file: it has no other formula. */
export function shownName({ curves, number }: FileCurve): string {
  return keptFile(curves)?.curves[number]?.name ?? '';
}
