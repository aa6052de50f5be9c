/** What an initialisation answers about the queries of a task of pictures: a probability for each class, and the class it names. */
import type { ShownPictures } from '#families/pictures/shown-pictures.ts';

/** About one query. */
export interface Answer {
  /** The softmax of the outputs, [ways]. */
  readonly probabilities: Float32Array;
  /** The likeliest class; of several, the first; `null` where the network has blown up and its outputs are no numbers. */
  readonly named: number | null;
  readonly isRight: boolean;
}

function softmax(outputs: Float32Array): Float32Array {
  const most = outputs.reduce((found, value) => Math.max(found, value), -Infinity);
  const powers = outputs.map((value) => Math.exp(value - most));
  const whole = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / whole);
}

/** The class of a query; queries lie class after class. */
export function classOf({ perClass }: Pick<ShownPictures, 'perClass'>, query: number): number {
  return Math.floor(query / perClass.queryPoints);
}

/** Answers to all queries by outputs [queries, ways]; `null` where these are of another task. */
export function answersOf(
  outputs: Float32Array | undefined,
  task: Pick<ShownPictures, 'ways' | 'perClass' | 'query'>,
): readonly Answer[] | null {
  const { ways, query } = task;
  if (outputs === undefined || outputs.length !== ways * query.count) return null;
  return Array.from({ length: query.count }, (_, at) => {
    const probabilities = softmax(outputs.subarray(at * ways, (at + 1) * ways));
    const likeliest = probabilities.indexOf(Math.max(...probabilities));
    const named = likeliest === -1 ? null : likeliest;
    return { probabilities, named, isRight: named === classOf(task, at) };
  });
}

export function rightAnswers(answers: readonly Answer[]): number {
  return answers.filter(({ isRight }) => isRight).length;
}
