/** What a search has found: a line of JSON for each judgement of weights, in a file that grows. */
import * as v from 'valibot';

const figure = v.nullable(v.number());
const judgementSchema = v.object({
  /** Of the candidate. */
  name: v.string(),
  /** That trains these very weights, seed included. */
  command: v.string(),
  trainingSeed: v.number(),
  /** Of the held-out tasks, and how many of them with how many query points. */
  taskSeed: v.number(),
  tasks: v.number(),
  queryPoints: v.number(),
  byShots: v.array(
    v.object({
      shots: v.number(),
      /** Of each inner step, from 0. */
      summaries: v.array(
        v.object({
          mean: figure,
          confidence95: figure,
          median: figure,
          divergedShare: v.number(),
          largest: figure,
        }),
      ),
    }),
  ),
  /** What the training said that left the rails; it was not judged. */
  diverged: v.nullable(v.string()),
});

export type Judgement = v.InferOutput<typeof judgementSchema>;

/** @throws Error for a line that is none. */
export function readJudgements(text: string): Judgement[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => v.parse(judgementSchema, JSON.parse(line)));
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}

/** Six digits of each figure: more than any of them is certain to. */
export function writeJudgement(judgement: Judgement): string {
  const summariesOf = (summaries: Judgement['byShots'][number]['summaries']) =>
    summaries.map(({ mean, confidence95, median, divergedShare, largest }) => ({
      mean: rounded(mean),
      confidence95: rounded(confidence95),
      median: rounded(median),
      divergedShare,
      largest: rounded(largest),
    }));
  const byShots = judgement.byShots.map(({ shots, summaries }) => ({
    shots,
    summaries: summariesOf(summaries),
  }));
  return `${JSON.stringify({ ...judgement, byShots })}\n`;
}

/** What a judgement answers: the same is not asked twice. */
export function questionOf(
  judgement: Pick<Judgement, 'command' | 'taskSeed' | 'tasks' | 'queryPoints'>,
  shots: readonly number[],
): string {
  const { command, taskSeed, tasks, queryPoints } = judgement;
  return JSON.stringify([command, taskSeed, tasks, queryPoints, shots]);
}
