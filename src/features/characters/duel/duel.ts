/** The visitor against the initialisations: who names more queries of ten tasks. Pure; the task on screen is the one that is asked about. */
import { randomSource, STREAMS } from '#core/rng.ts';
import { meanAccuracy } from '#training/accuracy.ts';

export const TASKS = 10;
/** Asked of each task: all of them would take an hour. */
export const QUESTIONS = 5;

/** The draws of a task's questions, apart from those that made the task (`families/characters/tasks.ts`). */
const QUESTION_DRAWS = 0x100_0000;

/** Which queries of a task are asked about, in which order: of any classes, so that none follows from the others. */
export function questionsOf(seed: number, taskIndex: number, queries: number): number[] {
  const random = randomSource(seed, STREAMS.shownTask);
  const left = Array.from({ length: queries }, (_, at) => at);
  return Array.from({ length: Math.min(QUESTIONS, queries) }, (_, draw) => {
    const place = Math.floor(random.uniform(taskIndex, QUESTION_DRAWS + draw) * left.length);
    return left.splice(place, 1)[0] ?? 0;
  });
}

/** Whose answers they are: the visitor's, or a contestant's by its id. */
export type Shares = Readonly<Record<string, readonly number[]>>;

export const YOU = 'you';

/** With one more task: for each player, whether its answers were right. A player who was not there before, or is gone, is left out. */
export function withTask(shares: Shares, right: Readonly<Record<string, readonly boolean[]>>): Shares {
  const isFirst = Object.keys(shares).length === 0;
  const names = Object.keys(right).filter((name) => isFirst || name in shares);
  return Object.fromEntries(
    names.map((name) => {
      const answers = right[name] ?? [];
      const share = answers.filter(Boolean).length / Math.max(1, answers.length);
      return [name, [...(shares[name] ?? []), share]];
    }),
  );
}

export interface Standing {
  readonly name: string;
  readonly mean: number;
  /** Half the width of the 95 % interval over the tasks. */
  readonly confidence95: number;
}

/** The best first; of equals, the visitor. */
export function standings(shares: Shares): Standing[] {
  return Object.entries(shares)
    .map(([name, of]) => ({ name, ...meanAccuracy(of) }))
    .toSorted((a, b) => b.mean - a.mean || Number(b.name === YOU) - Number(a.name === YOU));
}
