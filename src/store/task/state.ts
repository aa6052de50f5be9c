/** How the contestants adapt to the shown task, and which inner step is on screen. */
import type { Trajectory } from '#training/meta-engine.ts';
import type { ContestantId } from '../contestants/contestants.ts';

export interface AdaptationSlice {
  readonly trajectories: Partial<Readonly<Record<ContestantId, Trajectory>>>;
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
  /** Adapts every shown contestant anew; calls while one is under way are merged. */
  readonly refreshAdaptation: () => Promise<void>;
}
