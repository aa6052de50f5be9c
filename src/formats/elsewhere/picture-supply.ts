/**
 * The pictures that a program reads beside itself. Invented letters are strokes of a pen that no short program draws again, so their
 * tasks are written picture by picture, for some meta-steps; of a zip all pictures are, of which the program draws tasks without end.
 */
import { STREAMS } from '#core/rng.ts';
import { expectPictures } from '#families/family-of.ts';
import { classesOfPart } from '#families/pictures/parts-of-set.ts';
import { SHEET } from '#families/pictures/ink.ts';
import { squared } from '#families/pictures/area-average.ts';
import { type GivenPictures, KEPT_SIDE } from '#families/pictures/picture-set.ts';
import type { TaskDistribution } from '#families/task.ts';
import type { Settings } from '#training/settings.ts';
import { countsOf, heldOutTasks, trainingTasks } from '#training/training-plan.ts';
import { type WholeArray, writeNumpyArray } from '../numpy-array.ts';
import { writeDenseZip } from '../zip.ts';

/** As the program opens it, beside itself. */
export const PICTURES_FILE = 'pictures.npz';

/** Held-out tasks by which `evaluate` judges, and their seed. */
const HELD_OUT = { tasks: 600, seed: 1 } as const;

/** Ink of a picture that was kept. */
const KEPT_INK = 255;

/** Where pictures come from, and how many are worth their time and room. */
export interface PictureSources {
  /** Those of the zip that the run learns from; `null`: invented ones. */
  readonly given: GivenPictures | null;
  /** Pictures of invented letters that are drawn for training, and for held-out tasks, at most. */
  readonly most: number;
  /** Meta-steps whose tasks are drawn, where not as many as `most` has room for. */
  readonly metaSteps?: number;
  /** Hears how many tasks are drawn; what it waits for is waited for. */
  readonly advance?: (done: number, of: number) => Promise<void> | void;
}

/** What stands in the file. */
export interface PictureSupply {
  /** How many held-out tasks there are to be judged by. */
  readonly heldOut: number;
  /** A picture's numbers are divided by it, so that ink is 1: then they are the very numbers that we train on. */
  readonly ink: number;
  /** Meta-steps whose tasks are there, from one up to another; `null` where tasks are drawn of a zip's pictures. */
  readonly metaSteps: { readonly from: number; readonly to: number } | null;
}

/** Pictures of one task. */
function taskSize(settings: Settings): number {
  const { shots, queryPoints } = countsOf(settings);
  return shots + queryPoints;
}

/** Meta-steps whose tasks are at most so many pictures, one in any case. */
export function metaStepsOf(settings: Settings, most: number): number {
  return Math.max(1, Math.floor(most / (settings.metaBatch * taskSize(settings))));
}

/** Held-out tasks that are at most so many pictures, one in any case. */
export function heldOutOf(settings: Settings, most: number): number {
  return Math.max(1, Math.min(HELD_OUT.tasks, Math.floor(most / taskSize(settings))));
}

/** What is written for a run that has taken so many meta-steps. */
export function supplyOf(settings: Settings, iteration: number, sources: PictureSources): PictureSupply {
  const { given, most, metaSteps = metaStepsOf(settings, most) } = sources;
  const fine = (SHEET / settings.side) ** 2;
  const heldOut = heldOutOf(settings, most);
  if (given !== null) return { heldOut, ink: KEPT_INK * fine, metaSteps: null };
  const left = Math.max(0, settings.iterations - iteration);
  return { heldOut, ink: fine, metaSteps: { from: iteration, to: iteration + Math.min(left, metaSteps) } };
}

type PixelArray = Omit<WholeArray, 'kind'>;

/** So many pixels, none darker than `ink`. */
function blank(ink: number, size: number): PixelArray['data'] {
  return ink < 2 ** 8 ? new Uint8Array(size) : new Uint16Array(size);
}

/** An array of tasks, [tasks, classes, drawings, side, side]; of each class support pictures stand before query pictures. */
async function drawnTasks(
  tasks: TaskDistribution,
  { first, count }: { readonly first: number; readonly count: number },
  settings: Settings,
  ink: number,
  advance: () => Promise<void>,
): Promise<PixelArray> {
  const { ways, side } = settings;
  const counts = countsOf(settings);
  const pixels = side * side;
  const [shots, queries] = [counts.shots / ways, counts.queryPoints / ways];
  const data = blank(ink, count * (counts.shots + counts.queryPoints) * pixels);
  let next = 0;
  const put = (x: Float32Array, from: number, pictures: number) => {
    const end = (from + pictures) * pixels;
    for (let at = from * pixels; at < end; at++) data[next++] = Math.round(ink * (x[at] ?? 0));
  };
  for (let task = 0; task < count; task++) {
    const { support, query } = tasks.sample(first + task, counts);
    for (let label = 0; label < ways; label++) {
      put(support.x, label * shots, shots);
      put(query.x, label * queries, queries);
    }
    await advance();
  }
  return { shape: [count, ways, shots + queries, side, side], data };
}

/** All pictures to train on, [pictures, side, side], one class behind the other, and how many each class has. */
function packedSet(
  { set, isSplit }: GivenPictures,
  side: number,
  ink: number,
): Record<'pictures' | 'counts', PixelArray> {
  const classes = classesOfPart(set, isSplit === true ? 'training' : null);
  const counts = Int32Array.from(classes, ({ count }) => count);
  const pictures = counts.reduce((sum, count) => sum + count, 0);
  const kept = KEPT_SIDE * KEPT_SIDE;
  const data = blank(ink, pictures * side * side);
  let next = 0;
  for (const { first, count } of classes) {
    for (let at = first; at < first + count; at++) {
      const whole = Float32Array.from(
        set.pixels.subarray(at * kept, (at + 1) * kept),
        (value) => value / KEPT_INK,
      );
      const picture =
        side === KEPT_SIDE ? whole : squared({ width: KEPT_SIDE, height: KEPT_SIDE, ink: whole }, side);
      for (const value of picture) data[next++] = Math.round(ink * value);
    }
  }
  return {
    pictures: { shape: [pictures, side, side], data },
    counts: { shape: [classes.length], data: counts },
  };
}

/** The tasks by which a run is judged: of classes of the zip that are held out, or where none are, invented ones. */
function judgingTasks(settings: Settings, given: GivenPictures | null): TaskDistribution {
  const judged = { ...settings, seed: HELD_OUT.seed };
  if (given?.isSplit !== true) return heldOutTasks(judged);
  return expectPictures(settings).pictures.drawnTasks(judged, given, STREAMS.heldOut);
}

/**
 * The bytes of the file. The family must be loaded. @throws PlaygroundError `input-invalid` where a zip has too few classes or
 * drawings.
 */
export async function writeSupply(
  settings: Settings,
  { heldOut, ink, metaSteps }: PictureSupply,
  { given, advance }: PictureSources,
): Promise<Uint8Array<ArrayBuffer>> {
  const { metaBatch, side } = settings;
  const { from, to } = metaSteps ?? { from: 0, to: 0 };
  const training = { first: metaBatch * from, count: metaBatch * (to - from) };
  let done = 0;
  const drawn = async () => advance?.(++done, training.count + heldOut);
  const arrays: Readonly<Record<string, PixelArray>> = {
    ...(given === null
      ? { training: await drawnTasks(trainingTasks(settings), training, settings, ink, drawn) }
      : packedSet(given, side, ink)),
    held_out: await drawnTasks(
      judgingTasks(settings, given),
      { first: 0, count: heldOut },
      settings,
      ink,
      drawn,
    ),
  };
  const files = Object.entries(arrays).map(([name, array]) => [
    `${name}.npy`,
    writeNumpyArray({ kind: 'whole', ...array }),
  ]);
  return writeDenseZip(Object.fromEntries(files) as Record<string, Uint8Array>);
}
