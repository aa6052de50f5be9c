/** What the view of two tasks computes, loaded when it is first opened: the plane with its losses, and the pulls where θ is dragged to. */
import { NO_EDITS } from '#families/curve/edits.ts';
import { familyOf } from '#families/family-of.ts';
import { NO_DRAWINGS } from '#families/pictures/drawn-cells.ts';
import { shownTask } from '#families/shown-task.ts';
import type { ParameterPlane } from '#models/parameter-plane.ts';
import type { TaskPair } from '#training/two-task-pull.ts';
import { canBeAsked, type Contestant, seenTask } from '../contestants/contestants.ts';
import { shownPicturesOf } from '../pictures/state.ts';
import type { SliceContext } from '../slice.ts';
import { lossesOnGrid } from './grid-losses.ts';
import { lookedInto } from './inside-slice.ts';
import { mapGrid } from './map-grid.ts';
import { HOME, type TwoTasks, type TwoTasksDrawing, type TwoTasksNeeds } from './two-tasks-slice.ts';

/** θ and both adaptations in the middle half of the map, so that their surroundings are seen. */
const ZOOM = 0.5;

/** Whom and what the view is about; `null` where the weights cannot be asked about one of the tasks. */
function subjectOf(state: TwoTasksNeeds) {
  const { settings, task, taskIndex, otherTask } = state;
  const centre = lookedInto(state);
  const version = { taskIndex: taskIndex + otherTask, taskEdits: NO_EDITS, drawings: NO_DRAWINGS };
  const other = shownTask(settings, version, shownPicturesOf(state));
  return centre === null || !canBeAsked(centre, task) || !canBeAsked(centre, other)
    ? null
    : { centre, tasks: [task, other] as const };
}

export function createTwoTasksDrawing({ get, set, client }: SliceContext<TwoTasksNeeds>): TwoTasksDrawing {
  /** Of the map that is shown. */
  let shown: { readonly plane: ParameterPlane; readonly request: ReturnType<typeof requestOf> } | null = null;

  /** By training's inner loop on all support points: a minibatch of five points would be another picture each time. */
  const requestOf = (centre: Contestant, tasks: TwoTasks['tasks'], settings: TwoTasksNeeds['settings']) => {
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

  return { draw, pull };
}
