/** The largest inner learning rate α with which every shown initialisation still adapts. */
import { familyOf } from '#families/family-of.ts';
import { adaptationHolds, divergenceThresholdOf } from '#training/metrics.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import type { ShownTask } from '#families/curve/shown-task.ts';
import { inBatches } from './adaptation-slice.ts';
import { type Contestant, followsAlpha, ratesOf, shownContestants } from '../contestants/contestants.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { TaskSlice } from './task-slice.ts';

/** What the largest α depends on. */
interface Question {
  readonly task: ShownTask;
  readonly innerSteps: number;
  readonly contestants: readonly Contestant[];
}

interface StableAlpha extends Question {
  /** `null` if not even the smallest holds. */
  readonly alpha: number | null;
}

export interface StabilitySlice {
  /** What was found last; `stableAlphaOf` tells whether it still answers the question. */
  readonly stability: StableAlpha | null;
  /** Searches on the shown task, with the shown initialisations and the number of inner steps of the moment. */
  readonly findLargestStableAlpha: () => Promise<void>;
}

/** Every α of two digits, which is as exactly as a user wants to be told. */
const CANDIDATES: readonly number[] = (() => {
  const { minimum, maximum } = NUMBER_SETTINGS.alpha;
  const found: number[] = [];
  for (let decade = Math.floor(Math.log10(minimum)); 10 ** decade < maximum; decade++) {
    for (let digits = 10; digits < 100; digits++) {
      const value = Number((digits * 10 ** (decade - 1)).toPrecision(2));
      if (value >= minimum && value < maximum) found.push(value);
    }
  }
  return [...found, maximum];
})();

/** A geometric grid over all candidates, then two finer ones between what held and what did not. */
const STRIDES = [20, 4, 1] as const;

type Asked = Pick<
  SettingsSlice & TaskSlice & ContestantsSlice,
  'settings' | 'task' | 'contestants' | 'hidden'
>;

function questionOf({ task, settings, contestants, hidden }: Asked): Question {
  const shown = shownContestants(contestants, hidden).filter(followsAlpha);
  return { task, innerSteps: settings.innerSteps, contestants: shown };
}

/** The largest α that holds, `null` if none does, or `undefined` while nothing is known of what is shown now. */
export function stableAlphaOf(
  state: Asked & Pick<StabilitySlice & RunSlice, 'stability' | 'run'>,
): number | null | undefined {
  const { stability, run } = state;
  if (stability === null) return undefined;
  const { task, innerSteps, contestants } = questionOf(state);
  // What is being trained changes many times a second; the answer for what it was a moment ago will do.
  const isSame = (one: Contestant, other: Contestant | undefined) =>
    one === other || (run?.status === 'running' && one.id === 'live' && other?.id === 'live');
  const stands =
    stability.task === task &&
    stability.innerSteps === innerSteps &&
    stability.contestants.length === contestants.length &&
    contestants.every((contestant, index) => isSame(contestant, stability.contestants[index]));
  return stands ? stability.alpha : undefined;
}

type Needs = Asked & StabilitySlice & Pick<EngineSlice, 'engine'>;

export function createStabilitySlice({ get, set, client, notify }: SliceContext<Needs>): StabilitySlice {
  /** For each rate, whether every contestant adapts with it. */
  const testRates = async (question: Question, alphas: readonly number[]): Promise<boolean[]> => {
    const { task, innerSteps, contestants } = question;
    const { support, query } = task;
    const { loss } = familyOf(task);
    const threshold = divergenceThresholdOf(task, loss);
    const holds = alphas.map(() => true);
    for (const batch of inBatches(contestants)) {
      const [first] = batch;
      if (first === undefined) continue;
      const pairs = batch.flatMap((contestant) => alphas.map((alpha, at) => ({ contestant, alpha, at })));
      const trajectories: readonly Trajectory[] = await client.send('adapt', {
        loss,
        task: { support, query },
        // Nobody looks at the prediction, but there has to be one.
        gridX: new Float32Array(1),
        innerSteps,
        architecture: first.network.architecture,
        parameters: pairs.map(({ contestant }) => contestant.network.parameters),
        rates: pairs.map(({ contestant, alpha }) => ratesOf(contestant, alpha)),
      });
      pairs.forEach(({ at }, index) => {
        const trajectory = trajectories[index];
        if (trajectory === undefined || !adaptationHolds(trajectory.series, threshold)) holds[at] = false;
      });
    }
    return holds;
  };

  const search = async (question: Question): Promise<number | null> => {
    // All up to `held` hold as far as was tried, `failed` does not.
    let held = -1;
    let failed = CANDIDATES.length;
    for (const stride of STRIDES) {
      const tried: number[] = [];
      for (let at = Math.max(0, held + stride); at < failed; at += stride) tried.push(at);
      const last = CANDIDATES.length - 1;
      if (failed > last && held < last && !tried.includes(last)) tried.push(last);
      if (tried.length === 0) continue;
      const results = await testRates(
        question,
        tried.map((at) => CANDIDATES[at] ?? Number.NaN),
      );
      const firstFailure = results.indexOf(false);
      held = tried[(firstFailure === -1 ? tried.length : firstFailure) - 1] ?? held;
      failed = tried[firstFailure] ?? failed;
    }
    return CANDIDATES[held] ?? null;
  };

  let underWay: Promise<void> | null = null;

  const find = async () => {
    const question = questionOf(get());
    const { engine } = get();
    try {
      const alpha = question.contestants.length === 0 ? null : await search(question);
      set({ stability: { ...question, alpha } });
    } catch (error) {
      // The refusals of a closed engine mean nothing.
      if (get().engine === engine) notify(error);
    }
  };

  return {
    stability: null,
    findLargestStableAlpha: () => {
      if (get().engine.kind !== 'ready') return Promise.resolve();
      underWay ??= find().finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
}
