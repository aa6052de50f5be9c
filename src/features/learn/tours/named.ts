/** What the tours of the world of characters tell of answers: shares of right ones, and the answer to a single query. */
import type { Comparison } from '#store/compare/comparison-slice.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Cell } from '#families/pictures/drawn-cells.ts';
import { pointOf } from '#families/pictures/shown-pictures.ts';
import { formatPercent } from '#ui/format.ts';
import { answersOf } from '../../picture-answers.ts';
import { letterOf } from '../../class-letter.ts';
import type { LiveValue } from '../tour.ts';

export function percent(share: number | null | undefined): LiveValue {
  return share === null || share === undefined ? null : formatPercent(share);
}

/** The share of the shown task's queries that are named rightly after a step. */
export function named(state: PlaygroundState, id: ContestantId, step: number): LiveValue {
  return percent(state.trajectories[id]?.series.accuracy?.[step]);
}

/** The same over the held-out tasks of an evaluation. */
export function namedOf(comparison: Comparison | null, id: ContestantId, step: number): LiveValue {
  return percent(comparison?.rows.find((row) => row.id === id)?.accuracies?.[step]?.mean);
}

/** The class that a query is given after a step, and how probable it is said to be. */
export function answerTo(
  { task, trajectories }: PlaygroundState,
  id: ContestantId,
  query: Cell | undefined,
  step: number,
): { readonly says: LiveValue; readonly share: LiveValue } {
  const nothing = { says: null, share: null };
  if (task.view !== 'pictures' || query === undefined) return nothing;
  const place = pointOf(task, query);
  const answers = answersOf(trajectories[id]?.predictions[step], task);
  const answer = place === null ? undefined : answers?.[place];
  if (answer === undefined || answer.named === null) return nothing;
  return { says: letterOf(answer.named), share: percent(answer.probabilities[answer.named]) };
}
