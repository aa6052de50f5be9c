/** What is made of the shown task, how the contestants adapt to it, and which inner step is on screen. */
import type { ShownTask, TaskVersion } from '#families/shown-task.ts';
import type { Course } from '#training/meta-engine.ts';
import type { ContestantId } from '../contestants/contestants.ts';

/** The version on screen, and those that undo and redo go to, oldest first. */
export interface TaskVersions extends TaskVersion {
  readonly taskPast: readonly TaskVersion[];
  readonly taskFuture: readonly TaskVersion[];
}

/** The inner step that the page opens with, before it plays the others: one is what it is about. */
export const OPENING_STEP = 1;

export interface AdaptationSlice {
  readonly trajectories: Partial<Readonly<Record<ContestantId, Course>>>;
  /** The task of the trajectories, which is the shown one a moment later. */
  readonly adaptedTask: ShownTask | null;
  /** The inner step that is shown. */
  readonly step: number;
  readonly playing: boolean;
  /** Whether the opening has yet to be played. */
  readonly greetingDue: boolean;
  /** Steps a second while playing. */
  readonly speed: number;
  readonly showStep: (step: number) => void;
  readonly play: () => void;
  /** The next step while playing; ends at the last. */
  readonly advance: () => void;
  readonly stopPlaying: () => void;
  readonly setSpeed: (speed: number) => void;
  /** Whether networks that normalise the queries of a task together are asked about one query at a time. */
  readonly isAlone: boolean;
  readonly judgeAlone: (isAlone: boolean) => void;
  /** Adapts every shown contestant anew; calls while one is under way are merged. */
  readonly refreshAdaptation: () => Promise<void>;
}
