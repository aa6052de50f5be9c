/** The task on screen and what the user makes of it; each edit can be undone. */
import { expectCurves, type FamilyCurve, isHere, loadFamily } from '#families/family-of.ts';
import type { Drawing } from '#families/pictures/drawing.ts';
import {
  type Cell,
  checkDrawings,
  type DrawnCells,
  NO_DRAWINGS,
  withDrawing,
} from '#families/pictures/drawn-cells.ts';
import { type ShownTask, shownTask, type TaskVersion } from '#families/shown-task.ts';
import { sameTasks } from '#training/tasks.ts';
import { TEXT_SETTINGS, textIdsOf } from '#training/text-settings.ts';
import {
  checkTaskEdits,
  type HalfRange,
  isEdited,
  NO_EDITS,
  type TaskEdits,
  withAddedPoint,
  withDrawnCurve,
  withEveryNthHeldOut,
  withHalfRange,
  withHeldOutPoint,
  withMovedPoint,
  withoutPoint,
} from '#families/curve/edits.ts';
import { type ShownBy, shownPicturesOf } from '../pictures/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import { shownCurveOf } from './shown-curve.ts';
import type { AdaptationSlice, TaskVersions } from './state.ts';

export interface TaskSlice extends TaskVersions {
  /** What is on screen: it follows settings, index and edits. */
  readonly task: ShownTask;
  /** Loads what the shown task is drawn with, where that has still to come. */
  readonly completeTask: () => Promise<void>;
  /** Another task of the stream, without edits; the half range stays as it is. */
  readonly newTask: () => void;
  /** A task with this true curve and freshly sampled points. @throws PlaygroundError `input-invalid`. */
  readonly openCurve: (curve: FamilyCurve) => void;
  /** Moves support point `index`; all moves of one gesture are one step to undo. */
  readonly movePoint: (index: number, x: number, y: number) => void;
  readonly addPoint: (x: number, y: number) => void;
  readonly removePoint: (index: number) => void;
  /** Keeps support point `index`, one of the visitor's, to measure errors on. */
  readonly holdOutPoint: (index: number) => void;
  /** Does so with every so many of the visitor's points, from left to right; `null`: with none. */
  readonly holdOutEvery: (stride: number | null) => void;
  /** Makes `values` on `PLOT_GRID` the true curve; a whole stroke is one step to undo. */
  readonly drawCurve: (values: readonly number[]) => void;
  /** Samples support points in one half of the range of x only. */
  readonly setHalfRange: (half: HalfRange) => void;
  /** Ends a gesture: what follows is a step of its own to undo. */
  readonly endGesture: () => void;
  readonly undoEdit: () => void;
  readonly redoEdit: () => void;
  /** Back to the sampled task. */
  readonly discardEdits: () => void;
  /** Edits from elsewhere, such as a link. @throws PlaygroundError `input-invalid`. */
  readonly setTaskEdits: (edits: TaskEdits, taskIndex?: number) => void;
  /**
   * Puts a drawing into a cell of a task of pictures, or the family's own back into it. Drawings with one `gesture` between
   * them are one step to undo, such as the strokes of a letter.
   */
  readonly drawCell: (cell: Cell, drawing: Drawing | null, gesture?: string) => void;
  /** Drawings from elsewhere, such as a link. @throws PlaygroundError `input-invalid`. */
  readonly setDrawings: (drawings: DrawnCells, taskIndex?: number) => void;
}

const MOST_UNDONE = 100;

/** Whether the visitor has made another task of it. */
export function isOwnTask({ taskEdits, drawings }: TaskVersion): boolean {
  return isEdited(taskEdits) || drawings.length > 0;
}

type Needs = TaskSlice &
  Pick<SettingsSlice & AdaptationSlice, 'settings' | 'changeSettings' | 'step' | 'playing'>;

/** The task that a state shows; the same object as long as nothing that it follows has changed. */
export function taskOf(
  now: Pick<Needs, 'settings' | keyof TaskVersion> & ShownBy,
  before: Pick<Needs, 'settings' | 'task' | keyof TaskVersion> & ShownBy,
): ShownTask {
  const own = shownPicturesOf(now);
  const { settings, taskIndex, taskEdits, drawings } = now;
  const isSame =
    taskIndex === before.taskIndex &&
    taskEdits === before.taskEdits &&
    drawings === before.drawings &&
    own === shownPicturesOf(before) &&
    sameTasks(settings, before.settings);
  const isDue = before.task.isBlank && isHere(settings);
  return isSame && !isDue ? before.task : shownTask(settings, now, own);
}

/** What undo returns to. */
function versionOf({ taskIndex, taskEdits, drawings }: TaskVersion): TaskVersion {
  return { taskIndex, taskEdits, drawings };
}

const FIRST: TaskVersion = { taskIndex: 0, taskEdits: NO_EDITS, drawings: NO_DRAWINGS };

export function createTaskSlice(
  { get, set, notify }: SliceContext<Needs>,
  { settings }: Pick<SettingsSlice, 'settings'>,
): TaskSlice {
  /** What is being dragged or drawn: its next change belongs to the same step. */
  let gesture: string | null = null;

  const change = (
    version: Partial<TaskVersion> & Partial<Pick<AdaptationSlice, 'step' | 'playing'>>,
    by: string | null = null,
  ) => {
    const { taskPast } = get();
    const goesOn = by !== null && by === gesture;
    gesture = by;
    set({
      ...version,
      ...(goesOn ? {} : { taskPast: [...taskPast, versionOf(get())].slice(-MOST_UNDONE) }),
      taskFuture: [],
    });
  };

  const afresh = (curve: TaskEdits['curve']) => {
    const { taskIndex, taskEdits } = get();
    const edits = { ...NO_EDITS, half: taskEdits.half, curve };
    change({
      taskIndex: taskIndex + 1,
      taskEdits: edits,
      drawings: NO_DRAWINGS,
      step: 0,
      playing: true,
    });
  };

  /** An edit that may be impossible: the user is told why. */
  const tryTo = (edit: (edits: TaskEdits, shots: number) => TaskEdits, by: string | null = null) => {
    const { taskEdits, settings: now } = get();
    try {
      change({ taskEdits: edit(taskEdits, now.shots) }, by);
    } catch (error) {
      notify(error);
    }
  };

  /** Texts that came before what reads them, such as a link's, may say nothing sound. */
  const mendTexts = () => {
    const { settings: now, changeSettings } = get();
    const ids = textIdsOf(now);
    if (ids.length === 0) return;
    try {
      changeSettings({});
    } catch (error) {
      notify(error);
      changeSettings(Object.fromEntries(ids.map((id) => [id, TEXT_SETTINGS[id].initial])));
    }
  };

  return {
    ...FIRST,
    task: shownTask(settings, FIRST),
    taskPast: [],
    taskFuture: [],
    completeTask: async () => {
      try {
        await loadFamily(get().settings);
        mendTexts();
        // The task follows.
        set({});
      } catch (error) {
        notify(error);
      }
    },
    newTask: () => afresh(null),
    openCurve: (curve) => {
      expectCurves(get().settings).curves.check(curve);
      afresh({ kind: 'chosen', curve });
    },
    movePoint: (index, x, y) => {
      // Fewer shots or another task may have taken the point out of the hand.
      if (index >= get().task.support.x.length) return;
      tryTo((edits, shots) => withMovedPoint(edits, shots, index, { x, y }), `move ${index}`);
    },
    addPoint: (x, y) => tryTo((edits, shots) => withAddedPoint(edits, shots, { x, y })),
    removePoint: (index) => {
      // Dragging a point out of the plot is one step, at whose beginning it lay where it was.
      tryTo((edits, shots) => withoutPoint(edits, shots, index), `move ${index}`);
      gesture = null;
    },
    holdOutPoint: (index) => tryTo((edits, shots) => withHeldOutPoint(edits, shots, index)),
    holdOutEvery: (stride) => tryTo((edits) => withEveryNthHeldOut(edits, stride)),
    drawCurve: (values) => tryTo((edits) => withDrawnCurve(edits, shownCurveOf(get()).truth, values), 'draw'),
    setHalfRange: (half) => tryTo((edits) => withHalfRange(edits, half)),
    endGesture: () => {
      gesture = null;
    },
    undoEdit: () => {
      const { taskPast, taskFuture } = get();
      const version = taskPast.at(-1);
      if (version === undefined) return;
      gesture = null;
      set({
        ...version,
        taskPast: taskPast.slice(0, -1),
        taskFuture: [versionOf(get()), ...taskFuture],
      });
    },
    redoEdit: () => {
      const { taskPast, taskFuture } = get();
      const [version, ...later] = taskFuture;
      if (version === undefined) return;
      gesture = null;
      set({ ...version, taskPast: [...taskPast, versionOf(get())], taskFuture: later });
    },
    discardEdits: () => {
      if (isOwnTask(get())) change({ taskEdits: NO_EDITS, drawings: NO_DRAWINGS });
    },
    setTaskEdits: (taskEdits, taskIndex = get().taskIndex) => {
      checkTaskEdits(taskEdits, get().settings);
      change({ taskEdits, taskIndex });
    },
    drawCell: (cell, drawing, by) => {
      const drawings = withDrawing(get().drawings, cell, drawing);
      change({ drawings }, by ?? null);
    },
    setDrawings: (drawings, taskIndex = get().taskIndex) => {
      checkDrawings(drawings);
      change({ drawings, taskIndex });
    },
  };
}
