/** One θ between two tasks: their losses on the plane that both adaptations span, and what several algorithms would do there. */
import { NO_EDITS } from '#families/curve/edits.ts';
import { familyOf } from '#families/family-of.ts';
import { NO_DRAWINGS } from '#families/pictures/drawn-cells.ts';
import { type ShownTask, shownTask } from '#families/shown-task.ts';
import type { ParameterPlane } from '#models/parameter-plane.ts';
import type { TaskPair, TwoTaskPull } from '#training/two-task-pull.ts';
import { canBeAsked, type Contestant, type ContestantId, seenTask } from '../contestants/contestants.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import { type PicturesShown, shownPicturesOf } from '../pictures/state.ts';
import type { SliceContext } from '../slice.ts';
import type { TaskVersions } from '../task/state.ts';
import { lossesOnGrid } from './grid-losses.ts';
import { lookedInto } from './inside-slice.ts';
import { type MapGrid, mapGrid } from './map-grid.ts';
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
/** θ and both adaptations in the middle half of the map, so that their surroundings are seen. */
const ZOOM = 0.5;

type Needs = ViewNeeds & Pick<TaskVersions, 'taskIndex'> & PicturesShown & TwoTasksSlice;

/** Whom and what the view is about; `null` where the weights cannot be asked about one of the tasks. */
function subjectOf(state: Needs) {
  const { settings, task, taskIndex, otherTask } = state;
  const centre = lookedInto(state);
  const version = { taskIndex: taskIndex + otherTask, taskEdits: NO_EDITS, drawings: NO_DRAWINGS };
  const other = shownTask(settings, version, shownPicturesOf(state));
  return centre === null || !canBeAsked(centre, task) || !canBeAsked(centre, other)
    ? null
    : { centre, tasks: [task, other] as const };
}

export function createTwoTasksSlice({ get, set, client, notify }: SliceContext<Needs>): {
  slice: TwoTasksSlice;
  work: ViewWork<Needs>;
} {
  /** Of the map that is shown. */
  let shown: { readonly plane: ParameterPlane; readonly request: ReturnType<typeof requestOf> } | null = null;

  /** By training's inner loop on all support points: a minibatch of five points would be another picture each time. */
  const requestOf = (centre: Contestant, tasks: TwoTasks['tasks'], settings: Needs['settings']) => {
    const [first, second] = tasks;
    const pair: TaskPair = [seenTask(centre, first), seenTask(centre, second)];
    return {
      at: { network: centre.network, rates: null },
      tasks: pair,
      settings: { ...settings, innerBatch: 0 },
    };
  };

  const pull = async (signal: AbortSignal) => {
    const { thetaAt } = get();
    if (shown === null) return;
    const { plane, request } = shown;
    const found = await client.send('twoTaskPull', { ...request, plane, place: thetaAt });
    signal.throwIfAborted();
    set({ pull: { ...found, place: thetaAt } });
  };

  const pullJob = createFollowingJob(createJob(notify), pull);

  const draw = async (signal: AbortSignal) => {
    const state = get();
    const subject = subjectOf(state);
    if (subject === null) {
      shown = null;
      set({ twoTasks: null, pull: null });
      return;
    }
    const { centre, tasks } = subject;
    const request = requestOf(centre, tasks, state.settings);
    const plane = await client.send('twoTaskPlane', request);
    signal.throwIfAborted();
    const fromHome = await client.send('twoTaskPull', { ...request, plane, place: HOME });
    signal.throwIfAborted();
    const inFrame = fromHome.ends.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
    const grid = mapGrid([HOME, ...inFrame], 0, ZOOM);
    const lossesOf = async (task: TaskPair[number], part: number) => {
      const asked = { architecture: centre.network.architecture, loss: familyOf(tasks[0]).loss, plane, task };
      const progress = (share: number) => set({ twoTasksProgress: (part + share) / 2 });
      return (await lossesOnGrid(client, grid, asked, signal, progress)).query;
    };
    const losses = [await lossesOf(request.tasks[0], 0), await lossesOf(request.tasks[1], 1)] as const;
    shown = { plane, request };
    set({
      twoTasks: { centre: centre.id, tasks, later: state.otherTask, grid, losses },
      thetaAt: HOME,
      pull: { ...fromHome, place: HOME },
    });
  };

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
