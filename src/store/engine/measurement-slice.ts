/** Which backend is the fastest here: measured when it is asked for, chosen if the visitor wants it. */
import { type BackendName, BACKENDS, GRAPHICS_BACKENDS, NO_ADAPTER } from '#core/backend.ts';
import type { SliceContext } from '../slice.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { ChoiceMemory, Measurement, MeasurementSlice, Timing } from './measurement.ts';
import type { EngineSlice } from './state.ts';
import type { TimingSurroundings } from './time-backend.ts';

type Needs = MeasurementSlice &
  Pick<EngineSlice, 'engine' | 'openEngine'> &
  Pick<RunSlice, 'run' | 'train' | 'pauseTraining'> &
  Pick<SettingsSlice, 'settings'>;

interface MeasurementParts {
  readonly memory: ChoiceMemory;
  readonly surroundings: () => TimingSurroundings;
}

function timingsOf(timingOf: (backend: BackendName) => Timing): Measurement['timings'] {
  return Object.fromEntries(
    BACKENDS.map((backend) => [backend, timingOf(backend)]),
  ) as Measurement['timings'];
}

export function createMeasurementSlice(
  { get, set, notify }: Pick<SliceContext<Needs>, 'get' | 'set' | 'notify'>,
  { memory, surroundings }: MeasurementParts,
): MeasurementSlice {
  let stop = new AbortController();

  const show = (backend: BackendName, timing: Timing) => {
    const { measurement } = get();
    if (measurement === null) return;
    set({ measurement: { ...measurement, timings: { ...measurement.timings, [backend]: timing } } });
  };

  const timeAll = async (settings: Measurement['settings'], { signal }: AbortController) => {
    const { timeBackend } = await import('./time-backend.ts');
    // One after the other: two at once would share the processor.
    for (const backend of BACKENDS) {
      if (!signal.aborted) show(backend, { kind: 'underWay' });
      const left: Timing = { kind: 'left' };
      show(backend, signal.aborted ? left : await timeBackend(backend, settings, surroundings(), signal));
    }
  };

  /** A training under way waits for `work`, and goes on to its goal afterwards. */
  const withoutTraining = async (work: () => Promise<void>) => {
    const before = get().run;
    const wasRunning = before?.status === 'running';
    if (wasRunning) await get().pauseTraining();
    await work();
    const { run, train } = get();
    if (!wasRunning || run === null || run.id !== before.id || run.status === 'running') return;
    if (before.target === null) void train();
    else if (before.target > run.iteration) void train(before.target - run.iteration);
  };

  const keep = (choices: MeasurementSlice['measuredChoices']) => {
    set({ measuredChoices: choices });
    memory.remember(choices);
    return get().openEngine(null);
  };

  return {
    measurement: null,
    measuredChoices: memory.recall(),
    async measureEngines() {
      const { measurement, run, settings: next } = get();
      if (measurement?.isOver === false) return;
      const settings = run?.settings ?? next;
      stop = new AbortController();
      const own = stop;
      set({ measurement: { settings, timings: timingsOf(() => ({ kind: 'waiting' })), isOver: false } });
      try {
        await withoutTraining(() => timeAll(settings, own));
      } catch (error) {
        notify(error);
      } finally {
        const { measurement: made } = get();
        if (made !== null) set({ measurement: { ...made, isOver: true } });
      }
    },
    stopMeasuring: () => stop.abort(),
    chooseMeasured(backend) {
      const { measurement, measuredChoices } = get();
      const names = GRAPHICS_BACKENDS.flatMap((graphics) => {
        const timing = measurement?.timings[graphics];
        return timing?.kind === 'timed' ? [timing.adapter] : [];
      });
      const chosen = (names.length === 0 ? [NO_ADAPTER] : names).map((name) => [name, backend]);
      return keep({ ...measuredChoices, ...Object.fromEntries(chosen) });
    },
    forgetMeasured: () => keep({}),
  };
}
