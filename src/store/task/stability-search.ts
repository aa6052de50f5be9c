/** The search for the α with which all still adapt, which comes when it is first asked for. */
import { familyOf, type OfFamily } from '#families/family-of.ts';
import { inputSize } from '#models/architecture.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import {
  adaptationHolds,
  divergenceThresholdOf,
  hasDiverged,
  taskDivergenceThreshold,
} from '#training/metrics.ts';
import { numberSetting } from '#training/settings.ts';
import { evaluateInCommands, type Judged } from '../commands.ts';
import { ratesOf, sightOf } from '../contestants/contestants.ts';
import type { SliceContext } from '../slice.ts';
import { inBatches } from './adaptation-slice.ts';
import {
  PROVING_TASKS,
  type Question,
  questionOf,
  type StabilityNeeds,
  type StableAlpha,
  standing,
} from './stability-slice.ts';

/** Every α of two digits, which is as exactly as a user wants to be told, up to the largest that the family allows. */
function candidatesFor(of: OfFamily): readonly number[] {
  const { minimum, maximum } = numberSetting('alpha', of);
  const found: number[] = [];
  for (let decade = Math.floor(Math.log10(minimum)); 10 ** decade < maximum; decade++) {
    for (let digits = 10; digits < 100; digits++) {
      const value = Number((digits * 10 ** (decade - 1)).toPrecision(2));
      if (value >= minimum && value < maximum) found.push(value);
    }
  }
  return [...found, maximum];
}

/** A geometric grid over all candidates, then two finer ones between what held and what did not. */
const STRIDES = [20, 4, 1] as const;

/** Coarse, since which α is too large differs from task to task anyway. */
const isProvable = (alpha: number) => /^[125]e/.test(alpha.toExponential());

/** Searches on the shown task, then on many, and puts what it finds into the state. */
export async function findStableAlpha({
  get,
  set,
  client,
  notify,
}: SliceContext<StabilityNeeds>): Promise<void> {
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
        rates: pairs.map(({ contestant, alpha }) => ratesOf(contestant, { ...settings, alpha })),
      });
      pairs.forEach(({ at }, index) => {
        const trajectory = trajectories[index];
        if (trajectory === undefined || !adaptationHolds(trajectory.series, threshold)) holds[at] = false;
      });
    }
    return holds;
  };

  const search = async (question: Question): Promise<number | null> => {
    const candidates = candidatesFor(question.settings);
    // All up to `held` hold as far as was tried, `failed` does not.
    let held = -1;
    let failed = candidates.length;
    for (const stride of STRIDES) {
      const tried: number[] = [];
      for (let at = Math.max(0, held + stride); at < failed; at += stride) tried.push(at);
      const last = candidates.length - 1;
      if (failed > last && held < last && !tried.includes(last)) tried.push(last);
      if (tried.length === 0) continue;
      const results = await testRates(
        question,
        tried.map((at) => candidates[at] ?? Number.NaN),
      );
      const firstFailure = results.indexOf(false);
      held = tried[(firstFailure === -1 ? tried.length : firstFailure) - 1] ?? held;
      failed = tried[firstFailure] ?? failed;
    }
    return candidates[held] ?? null;
  };

  /** Whether nobody diverges with it on many tasks; ends early on the first who does, or when the answer is no longer asked for. */
  const holdsOnMany = async ({ settings, contestants }: Question, alpha: number): Promise<boolean> => {
    const abort = new AbortController();
    const stepCount = settings.innerSteps + 1;
    const threshold = taskDivergenceThreshold(settings);
    const evaluations = contestants.map((contestant) => ({
      network: contestant.network,
      rates: ratesOf(contestant, { ...settings, alpha }),
      sees: sightOf(contestant),
      settings,
    }));
    let judged = 0;
    const advance = (done: number, found: readonly Judged[]) => {
      const fresh = found.some(({ losses }) => {
        return losses.subarray(judged * stepCount, done * stepCount).some((loss, index, all) => {
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
    const provable = candidatesFor(found.settings).filter((alpha) => alpha <= largest && isProvable(alpha));
    for (const alpha of provable.toReversed()) {
      if (await holdsOnMany(found, alpha)) return alpha;
      // Whoever asks about something else by now will ask again.
      if (standing(get()) === undefined) return null;
    }
    return null;
  };

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
}
