/** Which backend is the fastest here: measured when it is asked for, chosen if the visitor wants it. */
import { GRAPHICS_BACKENDS, NO_ADAPTER } from '#core/backend.ts';
import { onceLoaded } from '#core/once-loaded.ts';
import type { SliceContext } from '../slice.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { ChoiceMemory, MeasurementSlice } from './measurement.ts';
import type { EngineSlice } from './state.ts';
import type { TimingSurroundings } from './time-backend.ts';

type Needs = MeasurementSlice &
  Pick<EngineSlice, 'engine' | 'openEngine'> &
  Pick<RunSlice, 'run' | 'train' | 'pauseTraining'> &
  Pick<SettingsSlice, 'settings'>;

const measureWork = onceLoaded(() => import('./measure-work.ts'));

interface MeasurementParts {
  readonly memory: ChoiceMemory;
  readonly surroundings: () => TimingSurroundings;
}

export function createMeasurementSlice(
  { get, set, notify }: Pick<SliceContext<Needs>, 'get' | 'set' | 'notify'>,
  { memory, surroundings }: MeasurementParts,
): MeasurementSlice {
  let stop = new AbortController();
  // What measures comes late: until then nothing on show tells.
  let isUnderWay = false;

  const keep = (choices: MeasurementSlice['measuredChoices']) => {
    set({ measuredChoices: choices });
    memory.remember(choices);
    return get().openEngine(null);
  };

  return {
    measurement: null,
    measuredChoices: memory.recall(),
    async measureEngines() {
      if (isUnderWay) return;
      isUnderWay = true;
      const { run, settings } = get();
      stop = new AbortController();
      const { signal } = stop;
      try {
        const { measure } = await measureWork();
        await measure({ get, set }, run?.settings ?? settings, surroundings(), signal);
      } catch (error) {
        notify(error);
      } finally {
        isUnderWay = false;
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
