/** What `adapt` asks of whoever adapts, of points or of pictures, and how it tells the answer. */
import { ontoPlot, PLOT_UNITS, type Scale } from '#families/curve/scale.ts';
import { familyOf } from '#families/family-of.ts';
import { type LossName, lossOf } from '#families/losses/loss-of.ts';
import type { TaskData } from '#families/task.ts';
import { badInput } from '#formats/bad-input.ts';
import { readPoints } from '#formats/point-files.ts';
import type { TasksFile } from '#formats/weights-file.ts';
import type { Course } from '#training/meta-engine.ts';
import type { Settings } from '#training/settings.ts';
import { answered, answerRows, answersCsv } from './answers.ts';
import { counted, table } from './console.ts';
import { asMeasured, curveCsv, finiteCurve } from './curve.ts';
import { readText } from './files.ts';
import { numbersOf } from './flags.ts';
import { namedTask, type PictureTaskFlags } from './picture-task.ts';

const MOST_GRID_POINTS = 100_000;

/** What is asked about. */
export interface QuestionFlags extends PictureTaskFlags {
  readonly points?: string;
  /** In the units of the points. */
  readonly grid?: string;
}

/** An adaptation as it was found, and by which numbers. */
export interface Adapted {
  readonly course: Course;
  readonly alpha: number | null;
  readonly loss: LossName;
  readonly rates: string;
}

/** What is told of one: a table, a file, an event, and where it broke off. */
interface Told {
  readonly about: string;
  readonly table: string;
  readonly csv: string;
  readonly event: readonly [name: string, value: Readonly<Record<string, unknown>>];
  readonly divergedAt: number | null;
}

/** A task to adapt to, where predictions are wanted, and how they are told. */
export interface Question {
  readonly task: TaskData;
  readonly gridX: Float32Array;
  readonly tell: (adapted: Adapted) => Told;
}

/** Places of the plot, evenly spaced, both ends included; without a text, all of it. */
function gridOf(text: string | undefined, scale: Scale | null): Float32Array {
  if (text === undefined) return gridOf('-5,5,161', null);
  const expected = 'from,to,count, like -5,5,161';
  const [from = Number.NaN, to = Number.NaN, count = Number.NaN, ...rest] = numbersOf(text, expected);
  // What float32 cannot hold would become infinite there.
  const isHeld = [from, to].every((end) => Number.isFinite(Math.fround(end)));
  const isValid = isHeld && from < to && Number.isInteger(count) && count >= 2 && count <= MOST_GRID_POINTS;
  if (!isValid || rest.length > 0) throw badInput('--grid', expected, `“${text}”`);
  const axis = (scale ?? PLOT_UNITS).x;
  return Float32Array.from({ length: count }, (_, index) =>
    ontoPlot(axis, from + ((to - from) * index) / (count - 1)),
  );
}

/** The user's own points, and the curve that is wanted of them, both in the units of `scale`; losses are the network's. */
async function askedOfPoints(flags: QuestionFlags, scale: Scale | null): Promise<Question> {
  if (flags.points === undefined) throw badInput('adapt', '--points for tasks that are curves', 'none');
  const gridX = gridOf(flags.grid, scale);
  const points = readPoints(await readText(flags.points), flags.points, scale);
  return {
    // There is nothing to be judged by but the points themselves.
    task: { support: points, query: points },
    gridX,
    tell: ({ course, alpha, loss }) => {
      const curve = asMeasured(finiteCurve(gridX, course), scale);
      const rows = curve.supportLoss.map((value, step) => [`${step}`, value.toPrecision(4)]);
      return {
        about: `Loss on ${counted(points.count, 'point')}${scale === null ? '' : ', in the units of the network; points and curve are in those of the file it has learned from'}`,
        table: table([['step', lossOf(loss).short], ...rows]),
        csv: curveCsv(curve),
        event: ['curve', { alpha, ...curve }],
        divergedAt: curve.divergedAt,
      };
    },
  };
}

/** Pictures to learn from and to be named, and the probabilities that are wanted of them. */
async function askedOfPictures(
  flags: QuestionFlags,
  settings: Settings,
  learnedFrom: TasksFile | null,
): Promise<Question> {
  if (flags.points !== undefined)
    throw badInput('adapt', '--pictures, --data or --task for tasks of pictures', '--points');
  const task = await namedTask(flags, settings, learnedFrom);
  return {
    task,
    gridX: task.query.x,
    tell: ({ course, alpha, loss }) => {
      const found = answered(task, course);
      const right = found.accuracy === null ? [] : ['right'];
      return {
        about: `${counted(task.support.count, 'picture')} of ${task.classes.length} classes to learn from, ${task.query.count} to be named`,
        table: table([['step', `support ${lossOf(loss).short}`, ...right], ...answerRows(found)]),
        csv: answersCsv(found),
        event: ['answers', { alpha, ...found }],
        divergedAt: found.divergedAt,
      };
    },
  };
}

/** @throws PlaygroundError naming the flag, or the file and the place in it. */
export function questionOf(
  flags: QuestionFlags,
  settings: Settings,
  { learnedFrom, scale }: { readonly learnedFrom: TasksFile | null; readonly scale: Scale | null },
): Promise<Question> {
  const isOfCurve = familyOf(settings).view === 'curve';
  return isOfCurve ? askedOfPoints(flags, scale) : askedOfPictures(flags, settings, learnedFrom);
}
