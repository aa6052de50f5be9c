/** A small task of pictures with smooth strokes of ink, each class along a line of its own. */
import type { PointSet, TaskData } from '#families/task.ts';

interface Wish {
  readonly side: number;
  readonly ways: number;
  /** Pictures of each class to adapt on, and to be asked about. */
  readonly shots: number;
  readonly queries: number;
}

/** Ink between 0 and 1, near a line whose slope is the class's and whose place is the picture's. */
function picture(side: number, label: number, hand: number): number[] {
  return Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    const away = row - side / 2 - (label - 1) * (column - side / 2) - Math.sin(2.3 * hand + label);
    return Math.exp(-(away * away) / 2);
  });
}

function pictures({ side, ways }: Wish, ofEach: number, first: number): PointSet {
  const labels = Array.from({ length: ways * ofEach }, (_, index) => index % ways);
  return {
    x: Float32Array.from(labels.flatMap((label, index) => picture(side, label, first + index))),
    y: Float32Array.from(
      labels.flatMap((label) => Array.from({ length: ways }, (_, way) => Number(way === label))),
    ),
    count: labels.length,
  };
}

export function inkedTask(wish: Wish): TaskData {
  return { support: pictures(wish, wish.shots, 0), query: pictures(wish, wish.queries, 100) };
}
