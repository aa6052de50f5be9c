/** Inner learning rates α with which every shown initialisation still adapts: on the shown task, and on many. */
import { changedTaskNumbers, sameAtOnce } from '#training/setting-effects.ts';
import type { Settings } from '#training/settings.ts';
import type { ShownTask } from '#families/shown-task.ts';
import { canBeAsked, type Contestant, followsAlpha, shownContestants } from '../contestants/contestants.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { TaskSlice } from './task-slice.ts';

/** What the largest α depends on. */
export interface Question {
  readonly task: ShownTask;
  readonly settings: Settings;
  readonly contestants: readonly Contestant[];
}

export interface StableAlpha extends Question {
  /** The largest that holds on the shown task; `null` if not even the smallest does. */
  readonly alpha: number | null;
  /**
   * The largest of `PROVEN_CANDIDATES` up to that with which nobody diverged on `PROVING_TASKS` held-out tasks; `null` if there
   * is none, `undefined` while it is being searched.
   */
  readonly proven: number | null | undefined;
}

export interface StabilitySlice {
  /** What was found last; `stableAlphaOf` tells whether it still answers the question. */
  readonly stability: StableAlpha | null;
  /** Searches on the shown task, with the shown initialisations and the number of inner steps of the moment. */
  readonly findLargestStableAlpha: () => Promise<void>;
}

/** Held-out tasks of the settings on which an α is tried before it is offered for more than the shown task. */
export const PROVING_TASKS = 200;

type Asked = Pick<
  SettingsSlice & TaskSlice & ContestantsSlice,
  'settings' | 'task' | 'contestants' | 'hidden'
>;

export function questionOf({ task, settings, contestants, hidden }: Asked): Question {
  const shown = shownContestants(contestants, hidden).filter(
    (contestant) => followsAlpha(contestant) && canBeAsked(contestant, task),
  );
  return { task, settings, contestants: shown };
}

/** Whether tasks and steps are the same, whatever α is. */
function sameTasks(one: Settings, other: Settings): boolean {
  return sameAtOnce(one, other) && changedTaskNumbers(one, other).every((id) => id === 'alpha');
}

type Known = Asked & Pick<StabilitySlice & RunSlice, 'stability' | 'run'>;

/** What was found, if it still answers what is shown now. */
export function standing(state: Known): StableAlpha | undefined {
  const { stability, run } = state;
  if (stability === null) return undefined;
  const { task, settings, contestants } = questionOf(state);
  // What is being trained changes many times a second; the answer for what it was a moment ago will do.
  const isSame = (one: Contestant, other: Contestant | undefined) =>
    one === other || (run?.status === 'running' && one.id === 'live' && other?.id === 'live');
  const stands =
    stability.task === task &&
    sameTasks(stability.settings, settings) &&
    stability.contestants.length === contestants.length &&
    contestants.every((contestant, index) => isSame(contestant, stability.contestants[index]));
  return stands ? stability : undefined;
}

/** The largest α that holds on the shown task, `null` if none does, or `undefined` while nothing is known of what is shown now. */
export function stableAlphaOf(state: Known): number | null | undefined {
  return standing(state)?.alpha;
}

/** The same of the α that was tried on many tasks. */
export function provenAlphaOf(state: Known): number | null | undefined {
  return standing(state)?.proven;
}

export type StabilityNeeds = Known & Pick<EngineSlice, 'engine'>;

export function createStabilitySlice(context: SliceContext<StabilityNeeds>): StabilitySlice {
  let underWay: Promise<void> | null = null;
  return {
    stability: null,
    findLargestStableAlpha: () => {
      if (context.get().engine.kind !== 'ready') return Promise.resolve();
      underWay ??= import('./stability-search.ts')
        .then(({ findStableAlpha }) => findStableAlpha(context))
        .finally(() => {
          underWay = null;
        });
      return underWay;
    },
  };
}
