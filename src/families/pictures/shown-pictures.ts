/** The task of pictures on screen: one of those that no training sees, with what the visitor has drawn into it. */
import {
  type AnyPictureFamily,
  type FamilyName,
  isHere,
  pointCountsOf,
  type SampleNumbers,
} from '../family-of.ts';
import { PlaygroundError } from '#core/errors.ts';
import { STREAMS } from '#core/rng.ts';
import type { Words } from '#core/saying.ts';
import { type NamedPictures, nameOf, type PicturesName } from './picture-set.ts';
import type { PointCounts, PointSet } from '../task.ts';
import { type Cell, type DrawnCells, NO_DRAWINGS } from './drawn-cells.ts';
import type { PictureTask } from './pictures.ts';

export interface ShownPictures extends PictureTask {
  readonly view: 'pictures';
  readonly family: FamilyName;
  /** What it was drawn by. */
  readonly numbers: SampleNumbers;
  /** Its classes are known, whoever has drawn them. */
  readonly knowledge: 'true';
  /** Of each class: K to learn from, Q to ask about. */
  readonly perClass: PointCounts;
  /** The drawings of the visitor's that are on screen. */
  readonly drawn: DrawnCells;
  /** Whose pictures these are; `null` where the family has made them. */
  readonly from: PicturesName | null;
  /** Why pictures that were asked for are not shown, if so. */
  readonly refusal: Words | null;
  /** Whether there is only paper as yet, since what draws has still to come. */
  readonly isBlank: boolean;
}

/** The points of a cell's role. */
export function pointsOf(task: ShownPictures, role: Cell['role']): PointSet {
  return role === 'support' ? task.support : task.query;
}

/** Where a cell stands among the points of its role; `null` where the task has no such cell. */
export function pointOf({ ways, perClass }: ShownPictures, { role, label, at }: Cell): number | null {
  const each = role === 'support' ? perClass.shots : perClass.queryPoints;
  return label < ways && at < each ? label * each + at : null;
}

/** A cell's picture, [side, side]; `null` where the task has no such cell. */
export function pictureOf(task: ShownPictures, cell: Cell): Float32Array | null {
  const point = pointOf(task, cell);
  const size = task.side * task.side;
  return point === null ? null : pointsOf(task, cell.role).x.subarray(point * size, (point + 1) * size);
}

/** The points of a role with the visitor's drawings among them. */
function drawnInto(
  task: ShownPictures,
  role: Cell['role'],
  drawn: DrawnCells,
  { pictures }: AnyPictureFamily,
): PointSet {
  const points = pointsOf(task, role);
  const own = drawn.filter((cell) => cell.role === role);
  if (own.length === 0) return points;
  const x = Float32Array.from(points.x);
  for (const cell of own) {
    const point = pointOf(task, cell);
    if (point !== null) x.set(pictures.inked(cell.drawing, task.side), point * task.side * task.side);
  }
  return { ...points, x };
}

/** As many points as the task will have, of paper alone. */
function blank(family: AnyPictureFamily, numbers: SampleNumbers): PictureTask {
  const { inputs, outputs: ways } = family.shapeOf(numbers, 'points');
  const { shots, queryPoints } = pointCountsOf(numbers);
  const points = (count: number): PointSet => ({
    x: new Float32Array(count * inputs),
    y: new Float32Array(count * ways),
    count,
  });
  return { support: points(shots), query: points(queryPoints), ways, side: Math.sqrt(inputs) };
}

interface Drawn {
  readonly task: PictureTask;
  readonly from: PicturesName | null;
  readonly refusal: Words | null;
}

/** Of somebody's pictures, or of the family's own, where there are none or too few of them. */
function drawnTask(
  { pictures }: AnyPictureFamily,
  numbers: SampleNumbers,
  index: number,
  own: NamedPictures | null,
): Drawn {
  const { shots, queryPoints } = numbers;
  let refusal: Words | null = null;
  if (own !== null) {
    try {
      const task = pictures.drawnTasks(numbers, own, STREAMS.shownTask).sample(index, pointCountsOf(numbers));
      const { ways, side } = numbers;
      return { task: { ...task, ways, side }, from: nameOf(own), refusal };
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      refusal = error.words.message;
    }
  }
  return { task: pictures.shown(numbers, index, { shots, queryPoints }), from: null, refusal };
}

/**
 * Task `index` of a family of pictures, of `own` pictures or the family's, with drawings of the visitor's in place of some of
 * them.
 */
export function shownPictures(
  family: AnyPictureFamily,
  numbers: SampleNumbers,
  index: number,
  drawings: DrawnCells,
  own: NamedPictures | null = null,
): ShownPictures {
  const { shots, queryPoints } = numbers;
  const perClass = { shots, queryPoints };
  const isBlank = !isHere(numbers);
  const { task, ...source }: Drawn = isBlank
    ? { task: blank(family, numbers), from: null, refusal: null }
    : drawnTask(family, numbers, index, own);
  const drawnByFamily: ShownPictures = {
    ...task,
    ...source,
    view: 'pictures',
    family: numbers.family,
    isBlank,
    numbers,
    knowledge: 'true',
    perClass,
    drawn: NO_DRAWINGS,
  };
  if (isBlank) return drawnByFamily;
  const drawn = drawings.filter((cell) => pointOf(drawnByFamily, cell) !== null);
  return {
    ...drawnByFamily,
    support: drawnInto(drawnByFamily, 'support', drawn, family),
    query: drawnInto(drawnByFamily, 'query', drawn, family),
    drawn,
  };
}
