/** Weights on their way out: an initialisation as it stands, adapted to the task on screen, or a run with its optimiser. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { PointSet } from '#families/task.ts';
import { toldChanges } from '#formats/setting-changes.ts';
import type { Checkpoint } from '#formats/checkpoint.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { viewOf } from '../task/adaptation-slice.ts';
import { type ContestantId, countsOf, followsAlpha, optimiserOf, ratesOf } from './contestants.ts';
import { tasksOf } from '../pictures/of-run.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { TaskSlice } from '../task/task-slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { ContestantsSlice } from './state.ts';

export interface WeightsSlice {
  /**
   * The contestant's weights after `steps` inner steps on the task on screen; at 0 those of the initialisation.
   * @throws PlaygroundError if there is no such contestant, or the engine refuses.
   */
  readonly adaptedWeights: (id: ContestantId, steps: number) => Promise<WeightsFile>;
  /** Makes points of the user's the support points of the task. @throws PlaygroundError `input-invalid` off the plot. */
  readonly placePoints: (points: PointSet) => void;
  /** The whole state of the run. @throws PlaygroundError `input-invalid` without a run. */
  readonly runCheckpoint: () => Promise<Checkpoint>;
}

type Needs = Pick<ContestantsSlice & SettingsSlice & RunSlice, 'contestants' | 'settings' | 'run'> &
  Pick<TaskSlice, 'task' | 'taskEdits' | 'setTaskEdits'>;

export function createWeightsSlice({ get, client }: SliceContext<Needs>): WeightsSlice {
  return {
    async adaptedWeights(id, steps) {
      const { contestants, settings, task } = get();
      const contestant = contestants[id];
      if (contestant === undefined) {
        throw new PlaygroundError('input-invalid', said`Expected the weights of ${id}, found none.`);
      }
      const { id: _, ...weights } = contestant;
      const { network, details } = weights;
      if (steps === 0) return weights;
      const { architecture, parameters } = network;
      const [trajectory] = await client.send('adapt', {
        ...viewOf(contestant, task),
        innerSteps: steps,
        architecture,
        parameters: [parameters],
        rates: [ratesOf(contestant, settings)],
      });
      if (trajectory === undefined)
        throw new PlaygroundError('engine-failed', 'Expected an adaptation, found none.');
      const { x, y } = task.support;
      const optimiser = optimiserOf(contestant, settings);
      const adapted = {
        // A solution is one step, and is there after the first.
        steps: countsOf(contestant) === 'solution' ? 1 : steps,
        alpha: followsAlpha(contestant) ? settings.alpha : null,
        ...(optimiser === null ? {} : { innerOptimiser: optimiser }),
        support: { x: [...x], y: [...y] },
      };
      return {
        ...weights,
        network: { architecture, parameters: trajectory.adapted },
        // The evaluation is the initialisation's.
        details: { ...details, evaluation: null, adapted },
      };
    },
    placePoints({ x, y }) {
      const { taskEdits, settings, setTaskEdits } = get();
      setTaskEdits({
        ...taskEdits,
        moved: [],
        removed: Array.from({ length: settings.shots }, (_, index) => index),
        added: Array.from(x, (position, index) => ({ x: position, y: y[index] ?? 0 })),
      });
    },
    async runCheckpoint() {
      const { run } = get();
      const snapshot = run === null ? null : await client.send('snapshot', null);
      if (run === null || snapshot === null) {
        throw new PlaygroundError('input-invalid', said`Expected a run in this page, found none.`);
      }
      const { settings, changes, pictures } = run;
      return { settings, snapshot, ...tasksOf(pictures), startedFrom: null, ...toldChanges(changes) };
    },
  };
}
