import { NO_EDITS } from '#families/curve/edits.ts';
import type { FamilyName } from '#families/family-of.ts';
import { NO_DRAWINGS } from '#families/pictures/drawn-cells.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import {
  checkSettings,
  DEFAULT_SETTINGS,
  type NumberSettingId,
  type Settings,
  withFamily,
  withNumber,
} from '#training/settings.ts';
import { checkedTexts } from '#training/text-settings.ts';
import { FIRST_LOG_LAMBDA, startFor } from '#training/learned.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { type Architecture, parameterCount, sameArchitecture } from '#models/architecture.ts';
import type { Contestant } from './contestants/contestants.ts';
import type { ContestantsSlice } from './contestants/state.ts';
import type { Access } from './slice.ts';
import type { AdaptationSlice, TaskVersions } from './task/state.ts';

export interface SettingsSlice {
  readonly settings: Settings;
  /** `typed` is what stood in the box. @throws PlaygroundError `setting-out-of-range`. */
  readonly setNumber: (id: NumberSettingId, value: number, typed?: string) => void;
  /** @throws PlaygroundError `architecture-invalid`. */
  readonly changeSettings: (change: Partial<Settings>) => void;
  /** Tasks of another family, with the settings that it was left with, or opens with. */
  readonly chooseFamily: (family: FamilyName) => void;
}

/** With inputs and outputs as the tasks have them. */
function untrainedArchitecture(settings: Settings): Architecture {
  return trainedArchitecture({ ...settings, algorithm: 'random' });
}

/** The untrained contestant that the settings describe. */
export function randomContestant(settings: Settings): Contestant {
  const { architecture: _, ...rest } = settings;
  const untrained = untrainedArchitecture(settings);
  return {
    id: 'random',
    network: initialiseNetwork(untrained, settings.initialisation, settings.seed),
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
  const network = initialiseNetwork(architecture, initialisation, seed);
  return {
    id: 'live',
    ...startFor(settings, { network, rates, logLambda: FIRST_LOG_LAMBDA }),
    details: { ...details, origin: algorithm },
  };
}

type Needs = SettingsSlice &
  Pick<AdaptationSlice & ContestantsSlice, 'step' | 'trajectories' | 'contestants'> &
  Pick<TaskVersions, 'taskEdits' | 'drawings' | 'taskPast' | 'taskFuture'>;

export function createSettingsSlice({ get, set }: Access<Needs>): SettingsSlice {
  const apply = (wanted: Settings) => {
    checkSettings(wanted);
    const settings = checkedTexts(wanted);
    const { settings: old, step, contestants } = get();
    const { family, initialisation, seed } = settings;
    const sameFamily = family === old.family;
    const sameStart =
      sameFamily &&
      sameArchitecture(untrainedArchitecture(settings), untrainedArchitecture(old)) &&
      initialisation === old.initialisation &&
      seed === old.seed;
    set({
      settings,
      step: Math.min(step, settings.innerSteps),
      // What was made of a task of one family is nothing to another's.
      ...(sameFamily
        ? {}
        : { taskEdits: NO_EDITS, drawings: NO_DRAWINGS, taskPast: [], taskFuture: [], trajectories: {} }),
      ...(sameStart ? {} : { contestants: { ...contestants, random: randomContestant(settings) } }),
    });
  };
  // Of families that were chosen before.
  const left = new Map<FamilyName, Settings>();
  return {
    settings: DEFAULT_SETTINGS,
    setNumber: (id, value, typed) => apply(withNumber(get().settings, id, value, typed)),
    changeSettings: (change) => apply({ ...get().settings, ...change }),
    chooseFamily: (family) => {
      const { settings } = get();
      if (family === settings.family) return;
      left.set(settings.family, settings);
      apply(left.get(family) ?? withFamily(settings, family));
    },
  };
}
