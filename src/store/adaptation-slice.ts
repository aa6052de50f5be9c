import type { Trajectory } from '#core/meta-engine.ts';
import { describeArchitecture } from '#core/model.ts';
import { STREAMS } from '#core/rng.ts';
import { rangesOf, type Settings } from '#core/settings.ts';
import { type SinusoidTask, sampleSinusoidTask, tellInputs, tellTask } from '#core/sinusoid.ts';
import { type Contestant, type ContestantId, isTold, ratesOf, shownContestants } from './contestants.ts';
import { sameAdaptation } from './setting-effects.ts';
import type { AdaptationSlice, PlaygroundState, SliceContext } from './state.ts';

const GRID_POINTS = 161;

/** Where predictions are drawn: the whole range of x. */
export function plotGrid(settings: Settings): Float32Array {
  const { from, to } = rangesOf(settings).x;
  return Float32Array.from(
    { length: GRID_POINTS },
    (_, index) => from + ((to - from) * index) / (GRID_POINTS - 1),
  );
}

/** The task on screen. */
export function shownTask(settings: Settings, taskIndex: number): SinusoidTask {
  const { shots, queryPoints, seed } = settings;
  return sampleSinusoidTask(rangesOf(settings), seed, STREAMS.shownTask, taskIndex, { shots, queryPoints });
}

/** Contestants that can adapt in one batch: of one architecture, on one view of the task. */
function inBatches(contestants: readonly Contestant[]): Contestant[][] {
  const groups = new Map<string, Contestant[]>();
  for (const contestant of contestants) {
    const key = `${describeArchitecture(contestant.network.architecture)} ${isTold(contestant)}`;
    groups.set(key, [...(groups.get(key) ?? []), contestant]);
  }
  return [...groups.values()];
}

/** The shown task and the plot's inputs, as these contestants see them. */
function viewOf({ settings, taskIndex }: Pick<PlaygroundState, 'settings' | 'taskIndex'>, told: boolean) {
  const task = shownTask(settings, taskIndex);
  const gridX = plotGrid(settings);
  return told ? { task: tellTask(task), gridX: tellInputs(gridX, task.curve) } : { task, gridX };
}

export function createAdaptationSlice({ get, set, client }: SliceContext): AdaptationSlice {
  let underWay: Promise<void> | null = null;
  let again = false;
  let greeted = false;
  // While one contestant trains, the others need not adapt again.
  let known = new WeakMap<Contestant, Trajectory>();
  let knownFor: Pick<PlaygroundState, 'settings' | 'taskIndex' | 'engine'> | null = null;

  const adaptOnce = async () => {
    const { settings, taskIndex, contestants, hidden, engine } = get();
    const isSame =
      knownFor !== null &&
      sameAdaptation(knownFor.settings, settings) &&
      knownFor.taskIndex === taskIndex &&
      knownFor.engine === engine;
    if (!isSame) {
      known = new WeakMap();
      knownFor = { settings, taskIndex, engine };
    }
    const shown = shownContestants(contestants, hidden);
    const { alpha, innerSteps } = settings;
    for (const batch of inBatches(shown.filter((contestant) => !known.has(contestant)))) {
      const [first] = batch;
      if (first === undefined) continue;
      const trajectories = await client().send('adapt', {
        ...viewOf({ settings, taskIndex }, isTold(first)),
        innerSteps,
        architecture: first.network.architecture,
        parameters: batch.map(({ network }) => network.parameters),
        rates: batch.map((contestant) => ratesOf(contestant, alpha)),
      });
      batch.forEach((contestant, index) => {
        const trajectory = trajectories[index];
        if (trajectory !== undefined) known.set(contestant, trajectory);
      });
    }
    const found = shown.flatMap((contestant): [ContestantId, Trajectory][] => {
      const trajectory = known.get(contestant);
      return trajectory === undefined ? [] : [[contestant.id, trajectory]];
    });
    set({ trajectories: Object.fromEntries(found) });
    if (!greeted && 'maml' in get().trajectories) {
      // The page opens by showing what it is about.
      greeted = true;
      get().play();
    }
  };

  const adaptUntilSettled = async () => {
    do {
      again = false;
      const { engine } = get();
      try {
        await adaptOnce();
      } catch (error) {
        // The refusals of a closed engine mean nothing; the next one adapts anew.
        if (get().engine !== engine) continue;
        // Curves of another task must not stand beside this one.
        set({ trajectories: {} });
        get().notify(error);
      }
    } while (again);
  };

  return {
    trajectories: {},
    step: 0,
    playing: false,
    speed: 2,
    showStep: (step) => {
      const last = get().settings.innerSteps;
      set({ step: Math.max(0, Math.min(last, Math.round(step))), playing: false });
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
    refreshAdaptation: () => {
      if (get().engine.kind !== 'ready') return Promise.resolve();
      if (underWay !== null) {
        again = true;
        return underWay;
      }
      underWay = adaptUntilSettled().finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
}
