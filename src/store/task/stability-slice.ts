/** Inner learning rates α with which every shown initialisation still adapts: on the shown task, and on many. */
import { familyOf } from '#families/family-of.ts';
import {
  adaptationHolds,
  divergenceThresholdOf,
  hasDiverged,
  taskDivergenceThreshold,
} from '#training/metrics.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import { changedTaskNumbers } from '#training/setting-effects.ts';
import { NUMBER_SETTINGS, type Settings } from '#training/settings.ts';
import type { ShownTask } from '#families/shown-task.ts';
import { inBatches } from './adaptation-slice.ts';
import { evaluateInCommands } from '../commands.ts';
import { inputSize } from '#models/architecture.ts';
import {
  canBeAsked,
  type Contestant,
  followsAlpha,
  ratesOf,
  shownContestants,
  sightOf,
} from '../contestants/contestants.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { TaskSlice } from './task-slice.ts';

/** What the largest α depends on. */
interface Question {
  readonly task: ShownTask;
  readonly settings: Settings;
  readonly contestants: readonly Contestant[];
}

interface StableAlpha extends Question {
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

/** Held-out tasks of the settings on which an α is tried before it is offered for more than the shown task. */
export const PROVING_TASKS = 200;
/** Coarse, since which α is too large differs from task to task anyway; the largest first. */
const PROVEN_CANDIDATES = CANDIDATES.filter((alpha) => /^[125]e/.test(alpha.toExponential())).toReversed();

type Asked = Pick<
  SettingsSlice & TaskSlice & ContestantsSlice,
  'settings' | 'task' | 'contestants' | 'hidden'
>;

function questionOf({ task, settings, contestants, hidden }: Asked): Question {
  const shown = shownContestants(contestants, hidden).filter(
    (contestant) => followsAlpha(contestant) && canBeAsked(contestant, task),
  );
  return { task, settings, contestants: shown };
}

/** Whether tasks and steps are the same, whatever α is. */
function sameTasks(one: Settings, other: Settings): boolean {
  return one.family === other.family && changedTaskNumbers(one, other).every((id) => id === 'alpha');
}

type Known = Asked & Pick<StabilitySlice & RunSlice, 'stability' | 'run'>;

/** What was found, if it still answers what is shown now. */
function standing(state: Known): StableAlpha | undefined {
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

type Needs = Known & Pick<EngineSlice, 'engine'>;

export function createStabilitySlice({ get, set, client, notify }: SliceContext<Needs>): StabilitySlice {
  /** For each rate, whether every contestant adapts with it. */
  const testRates = async (question: Question, alphas: readonly number[]): Promise<boolean[]> => {
    const { task, settings, contestants } = question;
    const { innerSteps } = settings;
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
        gridX: new Float32Array(inputSize(first.network.architecture)),
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

  /** Whether nobody diverges with it on many tasks; ends early on the first who does, or when the answer is no longer asked for. */
  const holdsOnMany = async ({ settings, contestants }: Question, alpha: number): Promise<boolean> => {
    const abort = new AbortController();
    const stepCount = settings.innerSteps + 1;
    const threshold = taskDivergenceThreshold(settings);
    const evaluations = contestants.map((contestant) => ({
      network: contestant.network,
      rates: ratesOf(contestant, alpha),
      sees: sightOf(contestant),
      settings,
    }));
    let judged = 0;
    const advance = (done: number, losses: readonly Float32Array[]) => {
      const fresh = losses.some((found) => {
        return found.subarray(judged * stepCount, done * stepCount).some((loss, index, all) => {
          const start = all[index - (index % stepCount)] ?? Number.NaN;
          return hasDiverged(loss, Number.isFinite(start) ? Math.max(threshold, start) : threshold);
        });
      });
      judged = done;
      if (fresh || standing(get()) === undefined) abort.abort();
      abort.signal.throwIfAborted();
    };
    try {
      await evaluateInCommands(client, evaluations, PROVING_TASKS, abort.signal, advance);
      return true;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      return false;
    }
  };

  const prove = async (found: StableAlpha): Promise<number | null> => {
    const { alpha: largest } = found;
    if (largest === null) return null;
    for (const alpha of PROVEN_CANDIDATES.filter((candidate) => candidate <= largest)) {
      if (await holdsOnMany(found, alpha)) return alpha;
      // Whoever asks about something else by now will ask again.
      if (standing(get()) === undefined) return null;
    }
    return null;
  };

  let underWay: Promise<void> | null = null;

  const find = async () => {
    const { engine } = get();
    try {
      const before = standing(get());
      const question = questionOf(get());
      const alpha = before?.alpha ?? (question.contestants.length === 0 ? null : await search(question));
      const found = { ...question, alpha, proven: undefined };
      set({ stability: found });
      const proven = await prove(found);
      const { stability } = get();
      if (stability === found) set({ stability: { ...found, proven } });
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
