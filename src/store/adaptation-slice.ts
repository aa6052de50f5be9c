import type { Trajectory } from '#core/meta-engine.ts';
import { describeArchitecture } from '#core/model.ts';
import { STREAMS } from '#core/rng.ts';
import { rangesOf, type Settings } from '#core/settings.ts';
import { type SinusoidTask, sampleSinusoidTask } from '#core/sinusoid.ts';
import { type Contestant, type ContestantId, shownContestants } from './contestants.ts';
import type { AdaptationSlice, SliceContext } from './state.ts';

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

/** Contestants that can adapt in one batch. */
function byArchitecture(contestants: readonly Contestant[]): Contestant[][] {
  const groups = new Map<string, Contestant[]>();
  for (const contestant of contestants) {
    const key = describeArchitecture(contestant.network.architecture);
    groups.set(key, [...(groups.get(key) ?? []), contestant]);
  }
  return [...groups.values()];
}

export function createAdaptationSlice({ get, set, client }: SliceContext): AdaptationSlice {
  let underWay: Promise<void> | null = null;
  let again = false;
  let greeted = false;

  const adaptOnce = async () => {
    const { settings, taskIndex, contestants, hidden } = get();
    const task = shownTask(settings, taskIndex);
    const gridX = plotGrid(settings);
    const { alpha, innerSteps } = settings;
    const found: [ContestantId, Trajectory][] = [];
    for (const group of byArchitecture(shownContestants(contestants, hidden))) {
      const architecture = group[0]?.network.architecture;
      if (architecture === undefined) continue;
      const parameters = group.map(({ network }) => network.parameters);
      const request = { architecture, parameters, task, alpha, innerSteps, gridX };
      const trajectories = await client().send('adapt', request);
      group.forEach(({ id }, index) => {
        const trajectory = trajectories[index];
        if (trajectory !== undefined) found.push([id, trajectory]);
      });
    }
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
      await adaptOnce();
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
      underWay = adaptUntilSettled()
        .catch((error: unknown) => get().notify(error))
        .finally(() => {
          underWay = null;
        });
      return underWay;
    },
  };
}
