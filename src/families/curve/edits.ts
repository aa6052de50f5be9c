/**
 * What a user makes of the task on screen: plain data, so that it can be undone, kept and put into a link. Settings keep
 * acting beneath the edits: more shots add sampled points, noise moves those that were not placed by hand.
 */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { MOST_POINTS } from '../task.ts';
import { expectCurves, type FamilyCurve, type OfFamily } from '../family-of.ts';
import { FARTHEST_Y, X_RANGE as X } from './curve.ts';

/** A support point placed by hand. */
export interface TaskPoint {
  readonly x: number;
  readonly y: number;
}

/** In which half of the range of x support points are sampled (MAML paper, figure 2). */
export const HALVES = ['none', 'left', 'right'] as const;
export type HalfRange = (typeof HALVES)[number];

/** The true curve in place of the sampled one. */
export type EditedCurve =
  | { readonly kind: 'chosen'; readonly curve: FamilyCurve }
  /** Drawn by hand: its values on `PLOT_GRID`, straight between them. */
  | { readonly kind: 'drawn'; readonly values: readonly number[] };

export interface TaskEdits {
  readonly curve: EditedCurve | null;
  readonly half: HalfRange;
  /** Sampled support points that lie elsewhere now; `index` is that of the sample. */
  readonly moved: readonly (TaskPoint & { readonly index: number })[];
  /** Sampled support points that are gone. */
  readonly removed: readonly number[];
  readonly added: readonly TaskPoint[];
  /** Points of the user's that are kept from the support points, to measure the error on. */
  readonly heldOut: readonly TaskPoint[];
}

export const NO_EDITS: TaskEdits = {
  curve: null,
  half: 'none',
  moved: [],
  removed: [],
  added: [],
  heldOut: [],
};

/** Whether the task is another than the sampled one. */
export function isEdited({ curve, half, moved, removed, added, heldOut }: TaskEdits): boolean {
  const points = [moved, removed, added, heldOut];
  return curve !== null || half !== 'none' || points.some(({ length }) => length > 0);
}

const GRID_POINTS = 161;

/** Where predictions and true curves are drawn: the whole range of x. */
export const PLOT_GRID = Float32Array.from(
  { length: GRID_POINTS },
  (_, index) => X.from + ((X.to - X.from) * index) / (GRID_POINTS - 1),
);

/** The value at x of a curve given on `PLOT_GRID`, straight between two places of it. */
export function valueOnGrid(values: ArrayLike<number>, x: number): number {
  const position = ((x - X.from) / (X.to - X.from)) * (GRID_POINTS - 1);
  const left = Math.max(0, Math.min(GRID_POINTS - 2, Math.floor(position)));
  const share = Math.max(0, Math.min(1, position - left));
  const before = values[left] ?? 0;
  return before + share * ((values[left + 1] ?? 0) - before);
}

/** A shown support point: one of the sample, or one that the user added. */
export interface SupportSource {
  readonly kind: 'sampled' | 'added';
  readonly index: number;
}

/** Where each shown support point comes from, in the order in which they are shown; one always stays. */
export function supportSources(
  { removed, added }: Pick<TaskEdits, 'removed' | 'added'>,
  shots: number,
): SupportSource[] {
  const sampled = Array.from({ length: shots }, (_, index) => ({ kind: 'sampled' as const, index }));
  const kept = sampled.filter(({ index }) => !removed.includes(index));
  const isBare = kept.length + added.length === 0;
  return [
    ...(isBare ? sampled.slice(0, 1) : kept),
    ...added.map((_, index) => ({ kind: 'added' as const, index })),
  ];
}

/** Finer than a screen shows: a link that carries them stays short and says them exactly. */
const PARTS = 1000;
const rounded = (value: number) => Math.round(value * PARTS) / PARTS + 0;

const within = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value));

/** @throws PlaygroundError `input-invalid` if a coordinate is no number; others are kept within the plot's range. */
function placed({ x, y }: TaskPoint): TaskPoint {
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    throw new PlaygroundError('input-invalid', said`Expected a point with two numbers, found (${x}, ${y}).`);
  }
  return {
    x: rounded(within(x, X.from, X.to)),
    y: rounded(within(y, -FARTHEST_Y, FARTHEST_Y)),
  };
}

/** @throws PlaygroundError `input-invalid`. */
function sourceAt(edits: TaskEdits, shots: number, index: number): SupportSource {
  const source = supportSources(edits, shots)[index];
  if (source !== undefined) return source;
  throw new PlaygroundError('input-invalid', said`Expected a support point to edit, found none at ${index}.`);
}

/** The edits with shown support point `index` at another place. */
export function withMovedPoint(edits: TaskEdits, shots: number, index: number, point: TaskPoint): TaskEdits {
  const source = sourceAt(edits, shots, index);
  const place = placed(point);
  if (source.kind === 'added') {
    return { ...edits, added: edits.added.with(source.index, place) };
  }
  const others = edits.moved.filter((moved) => moved.index !== source.index);
  return { ...edits, moved: [...others, { index: source.index, ...place }] };
}

/** The edits with one more support point. @throws PlaygroundError `input-invalid` if there are too many. */
export function withAddedPoint(edits: TaskEdits, shots: number, point: TaskPoint): TaskEdits {
  if (supportSources(edits, shots).length >= MOST_POINTS) {
    throw new PlaygroundError(
      'input-invalid',
      said`Expected at most ${MOST_POINTS} support points, found one more.`,
    );
  }
  return { ...edits, added: [...edits.added, placed(point)] };
}

/** The edits without shown support point `index`. @throws PlaygroundError `input-invalid` if it is the last. */
export function withoutPoint(edits: TaskEdits, shots: number, index: number): TaskEdits {
  const source = sourceAt(edits, shots, index);
  if (supportSources(edits, shots).length === 1) {
    throw new PlaygroundError(
      'input-invalid',
      said`Expected at least one support point to adapt on, found none.`,
    );
  }
  if (source.kind === 'added') {
    return { ...edits, added: edits.added.filter((_, added) => added !== source.index) };
  }
  return {
    ...edits,
    moved: edits.moved.filter((moved) => moved.index !== source.index),
    removed: [...edits.removed, source.index],
  };
}

/**
 * The edits with a curve drawn by hand over `before`, both on `PLOT_GRID`. Points placed by hand move onto the curve
 * where the stroke has changed it.
 */
export function withDrawnCurve(
  edits: TaskEdits,
  before: ArrayLike<number>,
  drawn: readonly number[],
): TaskEdits {
  const values = drawn.map((value) => rounded(within(value, -FARTHEST_Y, FARTHEST_Y)));
  checkValues(values);
  const old = Array.from(before, rounded);
  const onto = <Point extends TaskPoint>(point: Point): Point => {
    const y = valueOnGrid(values, point.x);
    return y === valueOnGrid(old, point.x) ? point : { ...point, y: rounded(y) };
  };
  return {
    ...edits,
    curve: { kind: 'drawn', values },
    moved: edits.moved.map(onto),
    added: edits.added.map(onto),
    heldOut: edits.heldOut.map(onto),
  };
}

/** The edits with shown support point `index`, one that the user added, held out. One support point always stays. */
export function withHeldOutPoint(edits: TaskEdits, shots: number, index: number): TaskEdits {
  const source = sourceAt(edits, shots, index);
  const point = edits.added[source.index];
  if (source.kind !== 'added' || point === undefined) return edits;
  return { ...withoutPoint(edits, shots, index), heldOut: [...edits.heldOut, point] };
}

/** The edits with every so many of the user's points, from left to right, held out, and all others as support; `null` holds out none. */
export function withEveryNthHeldOut(edits: TaskEdits, stride: number | null): TaskEdits {
  const { added, heldOut } = edits;
  if (stride === null) return { ...edits, added: [...added, ...heldOut], heldOut: [] };
  const points = [...added, ...heldOut].toSorted((a, b) => a.x - b.x);
  const isHeldOut = (index: number) => index % stride === stride - 1;
  return {
    ...edits,
    added: points.filter((_, index) => !isHeldOut(index)),
    heldOut: points.filter((_, index) => isHeldOut(index)),
  };
}

/** The edits with sampled support points in that half only; those placed by hand elsewhere are let go. */
export function withHalfRange(edits: TaskEdits, half: HalfRange): TaskEdits {
  const middle = (X.from + X.to) / 2;
  const stays = ({ x }: TaskPoint) =>
    half === 'none' || (half === 'left' && x <= middle) || (half === 'right' && x >= middle);
  const { moved, added, heldOut } = edits;
  return {
    ...edits,
    half,
    moved: moved.filter(stays),
    added: added.filter(stays),
    heldOut: heldOut.filter(stays),
  };
}

function refuse(what: Words, found: unknown): never {
  throw new PlaygroundError('input-invalid', said`Expected ${what}, found ${JSON.stringify(found)}.`);
}

function checkValues(values: readonly number[]): void {
  if (values.length !== GRID_POINTS) refuse(said`${GRID_POINTS} values of a drawn curve`, values.length);
  const wrong = values.find((value) => !(Math.abs(value) <= FARTHEST_Y));
  if (wrong !== undefined) refuse(said`values of a drawn curve from −${FARTHEST_Y} to ${FARTHEST_Y}`, wrong);
}

/** Of edits that come from elsewhere, of a task of that family. @throws PlaygroundError `input-invalid` for the first thing that is wrong. */
export function checkTaskEdits(
  { curve, half, moved, removed, added, heldOut }: TaskEdits,
  of: OfFamily,
): void {
  if (!HALVES.includes(half)) refuse(said`a half that is one of ${listed(HALVES)}`, half);
  if (curve?.kind === 'chosen') expectCurves(of).curves.check(curve.curve);
  if (curve?.kind === 'drawn') checkValues(curve.values);
  for (const { x, y } of [...moved, ...added, ...heldOut]) {
    if (x >= X.from && x <= X.to && Math.abs(y) <= FARTHEST_Y) continue;
    refuse(said`points with x from ${X.from} to ${X.to} and y from −${FARTHEST_Y} to ${FARTHEST_Y}`, {
      x,
      y,
    });
  }
  const wrong = [...moved.map(({ index }) => index), ...removed].find(
    (index) => !(Number.isInteger(index) && index >= 0 && index < MOST_POINTS),
  );
  if (wrong !== undefined) refuse(said`indices of points from 0 to ${MOST_POINTS - 1}`, wrong);
  if (added.length > MOST_POINTS) refuse(said`at most ${MOST_POINTS} added points`, added.length);
  if (heldOut.length > MOST_POINTS) refuse(said`at most ${MOST_POINTS} points held out`, heldOut.length);
}
