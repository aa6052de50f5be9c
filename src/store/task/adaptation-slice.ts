import type { Course } from '#training/meta-engine.ts';
import { describeArchitecture } from '#models/architecture.ts';
import type { ShownTask } from '#families/shown-task.ts';
import type { ShownCurve } from '#families/curve/shown-curve.ts';
import { expectCurves, familyOf } from '#families/family-of.ts';
import {
  canBeAsked,
  type Contestant,
  type ContestantId,
  type Entrant,
  inputsSeen,
  isPrior,
  PROTAGONIST,
  ratesOf,
  seenTask,
  shownEntrants,
  sightOf,
} from '../contestants/contestants.ts';
import { atEveryPlace, createResolutionPace, everyPlace, type Stride } from './resolution.ts';
import { sameAdaptation } from '#training/setting-effects.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { BackgroundSlice } from '../engine/background-slice.ts';
import type { EngineSlice } from '../engine/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import { type AdaptationSlice, OPENING_STEP } from './state.ts';
import type { TaskSlice } from './task-slice.ts';

/** Contestants that can adapt in one batch: of one architecture, on one view of the task. */
export function inBatches(contestants: readonly Contestant[]): Contestant[][] {
  const groups = new Map<string, Contestant[]>();
  for (const contestant of contestants) {
    const key = `${describeArchitecture(contestant.network.architecture)} ${sightOf(contestant)}`;
    groups.set(key, [...(groups.get(key) ?? []), contestant]);
  }
  return [...groups.values()];
}

/** The task, and where predictions are shown: at the plot's inputs, or some of them, or for pictures at the queries. */
export function viewOf(contestant: Contestant, task: ShownTask, stride: Stride = 1) {
  const seen = seenTask(contestant, task);
  return {
    loss: familyOf(task).loss,
    task: seen,
    gridX: task.view === 'curve' ? inputsSeen(contestant, task, everyPlace(stride)) : seen.query.x,
  };
}

/** A trajectory, and at how many of the plot's places it was asked for. */
interface Known {
  readonly trajectory: Course;
  readonly stride: Stride;
}

/** A curve drawn by hand may have corners everywhere: as if it went up and down so often. */
const PERIODS_BY_HAND = 15 / Math.PI;

function periodsOf(task: ShownCurve): number {
  const { curve } = task;
  return curve === null ? PERIODS_BY_HAND : expectCurves(task).curves.periods(curve);
}

/** After so long without a change, curves are drawn in full. */
const QUIET_MILLISECONDS = 200;

type Needs = AdaptationSlice &
  Pick<SettingsSlice & TaskSlice & ContestantsSlice, 'settings' | 'task' | 'contestants' | 'hidden'> &
  Pick<EngineSlice & BackgroundSlice, 'engine' | 'isHidden'>;

export function createAdaptationSlice({ get, set, client, notify }: SliceContext<Needs>): AdaptationSlice {
  let underWay: Promise<void> | null = null;
  let again = false;
  // While one contestant trains, the others need not adapt again. Of weights that nobody has any more, such as a run's earlier ones,
  // nothing is kept: its timeline has up to forty.
  let known = new Map<Entrant, Known>();
  let knownFor: Pick<Needs, 'settings' | 'task' | 'engine' | 'isAlone'> | null = null;

  const pace = createResolutionPace();
  let refining: ReturnType<typeof setTimeout> | undefined;

  const adaptOnce = async (stride: Stride) => {
    const { settings, task, contestants, hidden, engine, isAlone } = get();
    const isSame =
      knownFor !== null &&
      sameAdaptation(knownFor.settings, settings) &&
      knownFor.task === task &&
      knownFor.engine === engine &&
      knownFor.isAlone === isAlone;
    if (!isSame) {
      known = new Map();
      knownFor = { settings, task, engine, isAlone };
    }
    const shown = shownEntrants(contestants, hidden, settings).filter((entrant) => canBeAsked(entrant, task));
    const { innerSteps } = settings;
    const missing = shown.filter((entrant) => (known.get(entrant)?.stride ?? Infinity) > stride);
    const keep = (entrant: Entrant, found: Course) => {
      const full = (values: Float32Array) => atEveryPlace(values, stride);
      const { predictions, deviations } = found;
      const trajectory = {
        ...found,
        predictions: predictions.map(full),
        ...(deviations === undefined ? {} : { deviations: deviations.map(full) }),
      };
      known.set(entrant, { trajectory, stride });
    };
    for (const batch of inBatches(missing.filter((entrant): entrant is Contestant => !isPrior(entrant)))) {
      const [first] = batch;
      if (first === undefined) continue;
      const begun = performance.now();
      const trajectories = await client.send('adapt', {
        ...viewOf(first, task, stride),
        innerSteps,
        architecture: first.network.architecture,
        parameters: batch.map(({ network }) => network.parameters),
        rates: batch.map((contestant) => ratesOf(contestant, settings)),
        isAlone,
      });
      pace.took(stride, performance.now() - begun);
      batch.forEach((contestant, index) => {
        const trajectory = trajectories[index];
        if (trajectory !== undefined) keep(contestant, trajectory);
      });
    }
    for (const prior of missing.filter(isPrior)) {
      const begun = performance.now();
      const { support, query } = task;
      const gridX = task.view === 'curve' ? everyPlace(stride) : query.x;
      keep(
        prior,
        await client.send('predict', { prior: prior.id, settings, task: { support, query }, gridX }),
      );
      pace.took(stride, performance.now() - begun);
    }
    known = new Map([...known].filter(([one]) => isPrior(one) || contestants[one.id] === one));
    const all = shown.flatMap((contestant): [ContestantId, Course][] => {
      const found = known.get(contestant);
      return found === undefined ? [] : [[contestant.id, found.trajectory]];
    });
    set({ trajectories: Object.fromEntries(all), adaptedTask: task });
    const isReady = hidden.includes(PROTAGONIST) ? all.length > 0 : PROTAGONIST in get().trajectories;
    if (get().greetingDue && isReady) {
      // The page opens by showing what it is about.
      set({ greetingDue: false });
      get().play();
    }
  };

  /** Tells whether the last one was answered. */
  const adaptUntilSettled = async (isFine: boolean): Promise<boolean> => {
    let isFirst = true;
    let isAnswered: boolean;
    do {
      again = false;
      isAnswered = false;
      const { engine, task } = get();
      const isWhole = task.view !== 'curve' || (isFine && isFirst);
      const stride = isWhole ? 1 : pace.stride(periodsOf(task));
      isFirst = false;
      try {
        await adaptOnce(stride);
        isAnswered = true;
      } catch (error) {
        // The refusals of a closed engine mean nothing; the next one adapts anew.
        if (get().engine !== engine) continue;
        // Curves of another task must not stand beside this one.
        set({ trajectories: {} });
        notify(error);
      }
    } while (again);
    return isAnswered;
  };

  const isCoarse = () => {
    const { contestants, hidden, settings } = get();
    return shownEntrants(contestants, hidden, settings).some((one) => (known.get(one)?.stride ?? 1) > 1);
  };

  const adapt = (isFine: boolean): Promise<void> => {
    // Nobody sees it now; whoever comes back does so to the newest.
    if (get().engine.kind !== 'ready' || get().isHidden) return Promise.resolve();
    if (underWay !== null) {
      again = true;
      return underWay;
    }
    clearTimeout(refining);
    underWay = adaptUntilSettled(isFine).then((isAnswered) => {
      underWay = null;
      // What has been refused would be refused again.
      if (isAnswered && isCoarse()) refining = setTimeout(() => void adapt(true), QUIET_MILLISECONDS);
    });
    return underWay;
  };

  return {
    trajectories: {},
    adaptedTask: null,
    step: OPENING_STEP,
    playing: false,
    greetingDue: true,
    speed: 2,
    isAlone: false,
    showStep: (step) => {
      const last = get().settings.innerSteps;
      // Who steps before the opening has begun needs none.
      set({ step: Math.max(0, Math.min(last, Math.round(step))), playing: false, greetingDue: false });
    },
    play: () => {
      const atEnd = get().step >= get().settings.innerSteps;
      set({ playing: true, ...(atEnd ? { step: 0 } : {}) });
    },
    advance: () => {
      const last = get().settings.innerSteps;
      const step = Math.min(last, get().step + 1);
      set({ step, playing: step < last });
    },
    stopPlaying: () => set({ playing: false }),
    setSpeed: (speed) => set({ speed }),
    judgeAlone: (isAlone) => set({ isAlone }),
    refreshAdaptation: () => adapt(false),
  };
}
