/** Where a run stands against the iterations that it was to take. */
import { usePlayground } from '#store/react.ts';
import { LEARNERS } from '#training/learners.ts';
import { plannedIterations } from '#training/setting-effects.ts';

export interface Plan {
  readonly planned: number;
  /** Whether a run has taken them all, and stands still. */
  readonly isDone: boolean;
  /** Whether β has come to 0 with them, so that no meta-step changes anything any more. */
  readonly isAtRest: boolean;
}

export function usePlan(): Plan {
  const planned = usePlayground((state) => plannedIterations(state.run?.settings, state.settings));
  const isDone = usePlayground(({ run }) => run?.status === 'paused' && run.iteration >= planned);
  const isAnnealed = usePlayground(
    ({ run }) =>
      run !== null &&
      run.settings.annealing !== 'none' &&
      LEARNERS[run.settings.algorithm].made === 'byOneRun',
  );
  return { planned, isDone, isAtRest: isDone && isAnnealed };
}
