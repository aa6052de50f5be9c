import { initialiseNetwork } from '#models/initialisation.ts';
import {
  checkSettings,
  DEFAULT_SETTINGS,
  type NumberSettingId,
  type Settings,
  withNumber,
} from '#training/settings.ts';
import { learnsRates } from '#training/learner-facts.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { parameterCount, sameArchitecture } from '#models/mlp.ts';
import type { Contestant } from './contestants/contestants.ts';
import type { ContestantsSlice } from './contestants/state.ts';
import type { Access } from './slice.ts';
import type { AdaptationSlice } from './task/state.ts';

export interface SettingsSlice {
  readonly settings: Settings;
  /** `typed` is what stood in the box. @throws PlaygroundError `setting-out-of-range`. */
  readonly setNumber: (id: NumberSettingId, value: number, typed?: string) => void;
  /** @throws PlaygroundError `architecture-invalid`. */
  readonly changeSettings: (change: Partial<Settings>) => void;
}

/** The untrained contestant that the settings describe. */
export function randomContestant(settings: Settings): Contestant {
  const { architecture, ...rest } = settings;
  return {
    id: 'random',
    network: initialiseNetwork(architecture, settings.initialisation, settings.seed),
    rates: null,
    details: { origin: 'random', iteration: 0, settings: rest, evaluation: null },
  };
}

/** The contestant with which a run of the settings begins: untrained, and learned α the same everywhere. */
export function startingContestant(settings: Settings): Contestant {
  const { algorithm, initialisation, seed, trainingAlpha } = settings;
  const architecture = trainedArchitecture(settings);
  const rates = new Float32Array(parameterCount(architecture)).fill(trainingAlpha);
  const { details } = randomContestant(settings);
  return {
    id: 'live',
    network: initialiseNetwork(architecture, initialisation, seed),
    rates: learnsRates(algorithm) ? rates : null,
    details: { ...details, origin: algorithm },
  };
}

type Needs = SettingsSlice & Pick<AdaptationSlice & ContestantsSlice, 'step' | 'contestants'>;

export function createSettingsSlice({ get, set }: Access<Needs>): SettingsSlice {
  const apply = (settings: Settings) => {
    checkSettings(settings);
    const { settings: old, step, contestants } = get();
    const { architecture, initialisation, seed } = settings;
    const sameStart =
      sameArchitecture(architecture, old.architecture) &&
      initialisation === old.initialisation &&
      seed === old.seed;
    set({
      settings,
      step: Math.min(step, settings.innerSteps),
      ...(sameStart ? {} : { contestants: { ...contestants, random: randomContestant(settings) } }),
    });
  };
  return {
    settings: DEFAULT_SETTINGS,
    setNumber: (id, value, typed) => apply(withNumber(get().settings, id, value, typed)),
    changeSettings: (change) => apply({ ...get().settings, ...change }),
  };
}
