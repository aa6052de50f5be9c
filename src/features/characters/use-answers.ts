/** What everyone on show answers about the shown task. */
import { useMemo } from 'react';
import type { ShownPictures } from '#families/pictures/shown-pictures.ts';
import type { ShownTask } from '#families/shown-task.ts';
import { type Entrant, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { type Answer, answersOf } from '../picture-answers.ts';

export interface Answering {
  readonly contestant: Entrant;
  /** To every query, at the shown step. */
  readonly answers: readonly Answer[];
  /** The same before any step. */
  readonly atFirst: readonly Answer[];
}

/** The task on screen; `null` where it is none of pictures. */
export function useShownPictures(): ShownPictures | null {
  return usePlayground(({ task }) => (task.view === 'pictures' ? task : null));
}

/** Whether answers to one task can stand beside the other's queries, until there are new ones. */
function hasSameQueries(adapted: ShownTask | null, task: ShownPictures): boolean {
  return (
    adapted?.view === 'pictures' &&
    adapted.ways === task.ways &&
    adapted.perClass.queryPoints === task.perClass.queryPoints
  );
}

/** In the order of every table; who has not adapted yet, or cannot be asked, is not among them. */
export function useAnswers(task: ShownPictures | null): readonly Answering[] {
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const trajectories = usePlayground((state) => state.trajectories);
  const adapted = usePlayground((state) => state.adaptedTask);
  const step = usePlayground((state) => state.step);
  return useMemo(() => {
    if (task === null || !hasSameQueries(adapted, task)) return [];
    return shownEntrants(contestants, hidden, task).flatMap((contestant) => {
      const predictions = trajectories[contestant.id]?.predictions ?? [];
      const answers = answersOf(predictions[Math.min(step, predictions.length - 1)], task);
      const atFirst = answersOf(predictions[0], task);
      return answers === null || atFirst === null ? [] : [{ contestant, answers, atFirst }];
    });
  }, [contestants, hidden, trajectories, adapted, step, task]);
}
