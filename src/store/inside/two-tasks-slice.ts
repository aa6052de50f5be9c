/** One θ between two tasks: their losses on the plane that both adaptations span, and what several algorithms would do there. */
import { onceLoaded } from '#core/once-loaded.ts';
import type { ShownTask } from '#families/shown-task.ts';
import type { TwoTaskPull } from '#training/two-task-pull.ts';
import type { ContestantId } from '../contestants/contestants.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { PicturesShown } from '../pictures/state.ts';
import type { SliceContext } from '../slice.ts';
import type { TaskVersions } from '../task/state.ts';
import { lookedInto } from './inside-slice.ts';
import type { MapGrid } from './map-grid.ts';
import type { ViewNeeds, ViewWork } from './open-view.ts';

export interface PlanePlace {
  readonly x: number;
  readonly y: number;
}

/** θ itself. */
export const HOME: PlanePlace = { x: 0, y: 0 };

export interface TwoTasks {
  readonly centre: ContestantId;
  readonly tasks: readonly [ShownTask, ShownTask];
  /** How many tasks after the first the second comes. */
  readonly later: number;
  readonly grid: MapGrid;
  /** Query losses of each task on the grid. */
  readonly losses: readonly [Float32Array, Float32Array];
}

/** What pulls where θ has been dragged to. */
export interface PullAt extends TwoTaskPull {
  readonly place: PlanePlace;
}

export interface TwoTasksSlice {
  /** How many tasks after the shown one the other one comes. */
  readonly otherTask: number;
  readonly nextOtherTask: () => void;
  readonly twoTasks: TwoTasks | null;
  /** Share of the next map that is computed; `null` when there is no next one. */
  readonly twoTasksProgress: number | null;
  /** Where θ has been dragged to. */
  readonly thetaAt: PlanePlace;
  readonly dragTheta: (place: PlanePlace) => void;
  /** The newest there is, also while θ is on its way to another place. */
  readonly pull: PullAt | null;
}

/** Changes come in swarms, and a map is much work. */
const QUIET_MILLISECONDS = 250;
/** While a training runs. */
const PAUSE_MILLISECONDS = 2000;
export type TwoTasksNeeds = ViewNeeds & Pick<TaskVersions, 'taskIndex'> & PicturesShown & TwoTasksSlice;

/** Both parts of the view, each until it is aborted. */
export interface TwoTasksDrawing {
  readonly draw: (signal: AbortSignal) => Promise<void>;
  readonly pull: (signal: AbortSignal) => Promise<void>;
}

export function createTwoTasksSlice(context: SliceContext<TwoTasksNeeds>): {
  slice: TwoTasksSlice;
  work: ViewWork<TwoTasksNeeds>;
} {
  const { get, set, notify } = context;
  const drawing = onceLoaded(
    async (): Promise<TwoTasksDrawing> =>
      (await import('./two-tasks-drawing.ts')).createTwoTasksDrawing(context),
  );
  const pull = async (signal: AbortSignal) => (await drawing()).pull(signal);
  const draw = async (signal: AbortSignal) => (await drawing()).draw(signal);

  const pullJob = createFollowingJob(createJob(notify), pull);

  const job = createFollowingJob(
    createJob(notify, () => set({ twoTasksProgress: null })),
    draw,
  );

  return {
    slice: {
      otherTask: 1,
      nextOtherTask: () => set({ otherTask: get().otherTask + 1 }),
      twoTasks: null,
      twoTasksProgress: null,
      thetaAt: HOME,
      dragTheta: (thetaAt) => {
        set({ thetaAt });
        // The newest place when the answer for an older one has come.
        pullJob.askGently(0);
      },
      pull: null,
    },
    work: {
      inputs: (state) => {
        const { trainingAlpha, trainingSteps, lambda, conjugateGradientSteps } = state.settings;
        return {
          choices: [
            trainingAlpha,
            trainingSteps,
            lambda,
            conjugateGradientSteps,
            state.task,
            state.otherTask,
          ],
          weights: [lookedInto(state)],
        };
      },
      refresh: (gently) => {
        if (gently) {
          job.askGently(PAUSE_MILLISECONDS);
          return;
        }
        pullJob.stop();
        job.ask(get().twoTasks === null ? 0 : QUIET_MILLISECONDS);
        set({ twoTasksProgress: 0 });
      },
      stop: () => {
        pullJob.stop();
        job.stop();
      },
    },
  };
}
