/** Evaluates the run of this page on held-out tasks, when it is time and nobody moves anything. */
import { settingsBefore } from '#training/steering.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { TaskSlice } from '../task/task-slice.ts';
import { createHeldOutPace, evaluateHeldOut } from './held-out.ts';
import type { RunSlice } from './state.ts';
import { newestOf, type TimelineSlice } from './timeline-slice.ts';

type Needs = Pick<RunSlice & ContestantsSlice, 'run' | 'contestants'> &
  Pick<TimelineSlice, 'timeline' | 'earlierWeights'> &
  Pick<SettingsSlice & TaskSlice & EngineSlice, 'settings' | 'task' | 'engine'>;

export interface RunEvaluation {
  readonly begin: () => Promise<void>;
  /** What is being evaluated is none of the run's weights any more. */
  readonly abort: () => void;
}

export function createRunEvaluation({ get, set, client }: SliceContext<Needs>): RunEvaluation {
  const pace = createHeldOutPace();
  let underWay: AbortController | null = null;
  let whenQuiet: ReturnType<typeof setTimeout> | undefined;

  const begin = async () => {
    const { run, settings, task, engine, timeline } = get();
    const newest = newestOf(get(), 'live');
    const untilQuiet = pace.untilQuiet(settings, task);
    if (underWay !== null || run === null || newest === undefined || engine.kind !== 'ready') return;
    const isPaused = run.status === 'paused';
    if (untilQuiet > 0) {
      // A run that trains asks again by itself.
      clearTimeout(whenQuiet);
      if (isPaused) whenQuiet = setTimeout(() => void begin(), untilQuiet);
      return;
    }
    // Every curve begins at the start, however far the run has come meanwhile.
    const next = run.heldOut.length === 0 ? (timeline[0] ?? newest) : newest;
    if (!pace.isTime(run.heldOut, next.details.iteration, isPaused)) return;
    const mine = new AbortController();
    underWay = mine;
    const begun = performance.now();
    const giveWay = () => {
      if (pace.untilQuiet(get().settings, get().task) > 0) mine.abort();
      mine.signal.throwIfAborted();
    };
    // Judged by what the run began with, the curve stays one curve whatever the run takes up.
    const began = settingsBefore(run.settings, run.changes);
    // Nobody asked for it; an engine that is gone says so itself.
    const point = await evaluateHeldOut(client, next, began, mine.signal, {
      advance: giveWay,
      pictures: run.pictures,
    }).catch(() => null);
    underWay = null;
    pace.spent(performance.now() - begun);
    const { run: now } = get();
    if (now !== null && point !== null) set({ run: { ...now, heldOut: [...now.heldOut, point] } });
    // What has become due meanwhile, if the run has been paused.
    const isAnswered = point !== null || mine.signal.aborted;
    if (isAnswered && now?.status === 'paused') setTimeout(() => void begin());
  };

  return { begin, abort: () => underWay?.abort() };
}
