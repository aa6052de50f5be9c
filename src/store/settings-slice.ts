import { initialiseNetwork } from '#core/initialisation.ts';
import { checkSettings, DEFAULT_SETTINGS, type Settings, withNumber } from '#core/settings.ts';
import type { Contestant } from './contestants.ts';
import type { SettingsSlice, SliceContext } from './state.ts';

/** The untrained contestant that the settings describe. */
export function randomContestant(settings: Settings): Contestant {
  const { architecture, ...rest } = settings;
  return {
    id: 'random',
    network: initialiseNetwork(architecture, settings.initialisation, settings.seed),
    details: { origin: 'random', iteration: 0, settings: rest },
  };
}

export function createSettingsSlice({ get, set }: SliceContext): SettingsSlice {
  const apply = (settings: Settings) => {
    checkSettings(settings);
    const { settings: old, step, contestants } = get();
    const { architecture, initialisation, seed } = settings;
    const sameStart =
      architecture === old.architecture && initialisation === old.initialisation && seed === old.seed;
    set({
      settings,
      step: Math.min(step, settings.innerSteps),
      ...(sameStart ? {} : { contestants: { ...contestants, random: randomContestant(settings) } }),
    });
  };
  return {
    settings: DEFAULT_SETTINGS,
    taskIndex: 0,
    setNumber: (id, value, typed) => apply(withNumber(get().settings, id, value, typed)),
    changeSettings: (change) => apply({ ...get().settings, ...change }),
    newTask: () => set({ taskIndex: get().taskIndex + 1, step: 0, playing: true }),
  };
}
