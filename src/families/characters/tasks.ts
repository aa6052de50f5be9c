/**
 * N-way K-shot classification: tell N classes apart by K drawings of each.
 *
 * Vinyals et al., "Matching networks for one shot learning" (NeurIPS 2016, arXiv:1606.04080), section 4.1: classes are
 * drawn for each task and numbered afresh; support and query drawings of a class are different ones.
 */
import { randomSource, type Stream } from '#core/rng.ts';
import type { PointCounts, PointSet, TaskDistribution } from '../task.ts';
import type { Characters } from './characters.ts';
import { CLASS_DRAWS, CLASS_STRIDE, DRAWING_DRAWS } from './draws.ts';
import { CLASSIFIED } from './settings.ts';

/** So many different numbers below `most`, all equally likely (Fisher & Yates, of which only the beginning is shuffled). */
function distinct(count: number, most: number, uniform: (draw: number) => number): number[] {
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, place) => {
    const other = place + Math.floor(uniform(place) * (most - place));
    const chosen = moved.get(other) ?? other;
    moved.set(other, moved.get(place) ?? place);
    return chosen;
  });
}

/** Drawings of a task's classes, class after class, each with a one-hot target. */
function points(pictures: readonly (readonly Float32Array[])[], side: number): PointSet {
  const ways = pictures.length;
  const flat = pictures.flatMap((drawings, label) => drawings.map((ink) => ({ ink, label })));
  const x = new Float32Array(flat.length * side * side);
  const y = new Float32Array(flat.length * ways);
  flat.forEach(({ ink, label }, at) => {
    x.set(ink, at * side * side);
    y[at * ways + label] = 1;
  });
  return { x, y, count: flat.length };
}

/** What fixes a distribution of such tasks, beside the characters. */
export interface CharacterTasks {
  readonly seed: number;
  readonly stream: Stream;
  /** Classes N of a task. */
  readonly ways: number;
  /** Pixels of a picture's side. */
  readonly side: number;
}

/** Tasks of points as they lie in counts: `ways` times as many as drawings of a class. */
export function characterTasks(
  characters: Characters,
  { seed, stream, ways, side }: CharacterTasks,
): TaskDistribution {
  const random = randomSource(seed, stream);
  return {
    inputSize: side * side,
    outputSize: ways,
    sampler: null,
    sample(index, counts: PointCounts) {
      const shots = counts.shots / ways;
      const queries = counts.queryPoints / ways;
      const classes = distinct(ways, characters.classes, (draw) => random.uniform(index, CLASS_DRAWS + draw));
      const drawn = classes.map((ofClass, at) => {
        const first = DRAWING_DRAWS + CLASS_STRIDE * at;
        const chosen = distinct(shots + queries, characters.drawings(ofClass), (draw) =>
          random.uniform(index, first + draw),
        );
        return chosen.map((drawing) => characters.picture(ofClass, drawing, side));
      });
      return {
        support: points(
          drawn.map((pictures) => pictures.slice(0, shots)),
          side,
        ),
        query: points(
          drawn.map((pictures) => pictures.slice(shots)),
          side,
        ),
      };
    },
  };
}

/**
 * Points of training classes that are numbered for good, as a classifier of all of them is fitted to: each point of a class drawn by
 * itself. Support and query points are alike.
 *
 * Chen et al., "A closer look at few-shot classification" (ICLR 2019, arXiv:1904.04232), section 2: the baseline that is trained on the
 * base classes, and given a new head for new ones.
 */
export function classifierTasks(
  characters: Characters,
  { seed, stream, side }: Omit<CharacterTasks, 'ways'>,
): TaskDistribution {
  const random = randomSource(seed, stream);
  const classes = Math.min(characters.classes, CLASSIFIED);
  const drawn = (index: number, first: number, count: number): PointSet => {
    const x = new Float32Array(count * side * side);
    const y = new Float32Array(count * CLASSIFIED);
    for (let point = 0; point < count; point++) {
      const ofClass = Math.floor(random.uniform(index, CLASS_DRAWS + first + point) * classes);
      const place = DRAWING_DRAWS + first + point;
      const drawing = Math.floor(random.uniform(index, place) * characters.drawings(ofClass));
      x.set(characters.picture(ofClass, drawing, side), point * side * side);
      y[point * CLASSIFIED + ofClass] = 1;
    }
    return { x, y, count };
  };
  return {
    inputSize: side * side,
    outputSize: CLASSIFIED,
    sampler: null,
    sample: (index, { shots, queryPoints }) => ({
      support: drawn(index, 0, shots),
      query: drawn(index, shots, queryPoints),
    }),
  };
}
