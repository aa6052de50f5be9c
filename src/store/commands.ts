/** Many tasks in commands of a few: the GPU stays busy, and the shown task need not wait long for its turn. */
import { familyOf } from '#families/family-of.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import type { TaskData } from '#families/task.ts';
import type { EngineClient } from '#engine/client.ts';
import type { Questioned } from '#engine/protocol.ts';

/** About how long one command may keep the engine from adapting the shown task. */
const COMMAND_MILLISECONDS = 60;
/** Of tasks. */
const TASKS = { first: 16, smallest: 4, largest: 256 } as const;

export interface BatchSizes {
  readonly first: number;
  readonly smallest: number;
  readonly largest: number;
}

/** Finds by itself how many tasks, or other like things, fit into a command. */
export function createBatchPace({ first, smallest, largest }: BatchSizes = TASKS) {
  let size = first;
  return {
    /** Tasks of the next command. */
    size: (): number => size,
    /** Hears how long a command of so many tasks has taken. */
    took: (tasks: number, milliseconds: number): void => {
      const affordable = Math.round((tasks * COMMAND_MILLISECONDS) / Math.max(milliseconds, 1));
      // A command may have waited for its kernels, so a size changes by half or double at a time.
      const next = Math.min(2 * size, Math.max(size / 2, affordable));
      size = Math.round(Math.min(largest, Math.max(smallest, next)));
    },
  };
}

/**
 * Asks for so many things, with `tasksEach` tasks behind each. `ask` is given how many are answered and how many tasks a command
 * may have; it returns how many more it has answered.
 */
export async function inCommands(
  total: number,
  ask: (done: number, size: number) => Promise<number>,
  advance: (done: number) => void,
  { sizes = TASKS, tasksEach = 1 }: { readonly sizes?: BatchSizes; readonly tasksEach?: number } = {},
): Promise<void> {
  const pace = createBatchPace(sizes);
  for (let done = 0; done < total; ) {
    const begun = performance.now();
    const more = await ask(done, pace.size());
    pace.took(more * tasksEach, performance.now() - begun);
    done += more;
    advance(done);
  }
}

/** Of one asked: query losses [tasks, innerSteps + 1], and where tasks are of classes as many shares of right answers. */
export interface Judged {
  readonly losses: Float32Array;
  readonly accuracies: Float32Array | null;
}

/** Those of the first so many numbers. */
export function firstJudged({ losses, accuracies }: Judged, count: number): Judged {
  return { losses: losses.subarray(0, count), accuracies: accuracies?.subarray(0, count) ?? null };
}

export interface EvaluationOptions {
  readonly sizes?: BatchSizes;
  /** Tasks `first` … `first + count − 1`, where they are none of the settings'. */
  readonly tasksOf?: ((first: number, count: number) => TaskData[]) | null;
}

/**
 * How each asked does on held-out tasks 0 … taskCount − 1, all of them on the next tasks
 * before any goes on. `advance` is given on how many tasks they are known. @throws the signal's reason once it is aborted.
 */
export async function evaluateInCommands(
  client: EngineClient,
  evaluations: readonly Questioned[],
  taskCount: number,
  signal: AbortSignal,
  advance: (done: number, judged: readonly Judged[]) => void,
  { sizes = TASKS, tasksOf = null }: EvaluationOptions = {},
): Promise<readonly Judged[]> {
  const judged = evaluations.map(({ settings }): Judged => {
    const numbers = () => new Float32Array(taskCount * (settings.innerSteps + 1));
    const { isOfClasses } = lossOf(familyOf(settings).loss);
    return { losses: numbers(), accuracies: isOfClasses ? numbers() : null };
  });
  const ask = async (first: number, size: number) => {
    const count = Math.min(size, taskCount - first);
    const own = tasksOf === null ? {} : { tasks: tasksOf(first, count) };
    for (const [index, evaluation] of evaluations.entries()) {
      const found = await client.send('evaluate', { ...evaluation, first, count, ...own });
      signal.throwIfAborted();
      const place = first * (evaluation.settings.innerSteps + 1);
      judged[index]?.losses.set(found.losses, place);
      if (found.accuracies !== undefined) judged[index]?.accuracies?.set(found.accuracies, place);
    }
    return count;
  };
  const tasksEach = evaluations.length;
  await inCommands(taskCount, ask, (done) => advance(done, judged), { sizes, tasksEach });
  return judged;
}
