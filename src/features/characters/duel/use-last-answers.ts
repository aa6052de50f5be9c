/** What everyone on show answers about the shown task after the last inner step, whatever step is shown. */
import { useMemo } from 'react';
import type { ShownPictures } from '#families/pictures/shown-pictures.ts';
import { type Entrant, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { type Answer, answersOf } from '../../picture-answers.ts';

export interface LastAnswers {
  readonly contestant: Entrant;
  readonly answers: readonly Answer[];
}

/** Empty until the task has been adapted to. */
export function useLastAnswers(task: ShownPictures): readonly LastAnswers[] {
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const trajectories = usePlayground((state) => (state.adaptedTask === task ? state.trajectories : null));
  return useMemo(
    () =>
      trajectories === null
        ? []
        : shownEntrants(contestants, hidden, task).flatMap((contestant) => {
            const answers = answersOf(trajectories[contestant.id]?.predictions.at(-1), task);
            return answers === null ? [] : [{ contestant, answers }];
          }),
    [contestants, hidden, trajectories, task],
  );
}
