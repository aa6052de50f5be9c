import type { Trajectory } from '#core/meta-engine.ts';
import { describeArchitecture } from '#core/model.ts';
import type { ShownTask } from '#core/shown-task.ts';
import { tellInputs } from '#core/sinusoid.ts';
import { PLOT_GRID } from '#core/task-edits.ts';
import {
  canBeAsked,
  type Contestant,
  type ContestantId,
  isTold,
  ratesOf,
  seenTask,
  shownContestants,
} from './contestants.ts';
import { sameAdaptation } from './setting-effects.ts';
import type { AdaptationSlice, PlaygroundState, SliceContext } from './state.ts';

/** Contestants that can adapt in one batch: of one architecture, on one view of the task. */
export function inBatches(contestants: readonly Contestant[]): Contestant[][] {
  const groups = new Map<string, Contestant[]>();
  for (const contestant of contestants) {
    const key = `${describeArchitecture(contestant.network.architecture)} ${isTold(contestant)}`;
    groups.set(key, [...(groups.get(key) ?? []), contestant]);
  }
  return [...groups.values()];
}

/** The task and the plot's inputs, as the contestant sees them. */
export function viewOf(contestant: Contestant, task: ShownTask) {
  const gridX = isTold(contestant) && task.curve !== null ? tellInputs(PLOT_GRID, task.curve) : PLOT_GRID;
  return { task: seenTask(contestant, task), gridX };
}

export function createAdaptationSlice({ get, set, client }: SliceContext): AdaptationSlice {
  let underWay: Promise<void> | null = null;
  let again = false;
  // While one contestant trains, the others need not adapt again.
  let known = new WeakMap<Contestant, Trajectory>();
  let knownFor: Pick<PlaygroundState, 'settings' | 'task' | 'engine'> | null = null;

  const adaptOnce = async () => {
    const { settings, task, contestants, hidden, engine } = get();
    const isSame =
      knownFor !== null &&
      sameAdaptation(knownFor.settings, settings) &&
      knownFor.task === task &&
      knownFor.engine === engine;
    if (!isSame) {
      known = new WeakMap();
      knownFor = { settings, task, engine };
    }
    const shown = shownContestants(contestants, hidden).filter((contestant) => canBeAsked(contestant, task));
    const { alpha, innerSteps } = settings;
    for (const batch of inBatches(shown.filter((contestant) => !known.has(contestant)))) {
      const [first] = batch;
      if (first === undefined) continue;
      const trajectories = await client.send('adapt', {
        ...viewOf(first, task),
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
    const isReady = hidden.includes('maml') ? found.length > 0 : 'maml' in get().trajectories;
    if (get().greetingDue && isReady) {
      // The page opens by showing what it is about.
      set({ greetingDue: false });
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
    greetingDue: true,
    speed: 2,
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
    refreshAdaptation: () => {
      // Nobody sees it now; whoever comes back does so to the newest.
      if (get().engine.kind !== 'ready' || get().isHidden) return Promise.resolve();
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
