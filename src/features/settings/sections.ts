/** Which settings stand in which section of the rail, and their defaults. */
import { sameArchitecture } from '#models/mlp.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';

export const SECTION_SETTINGS = {
  task: [
    'shots',
    'amplitudeFrom',
    'amplitudeTo',
    'phaseFrom',
    'phaseTo',
    'frequencyFrom',
    'frequencyTo',
    'noise',
    'queryPoints',
    'positions',
    'seed',
  ],
  adaptation: ['alpha', 'innerSteps'],
  training: [
    'algorithm',
    'architecture',
    'initialisation',
    'optimiser',
    'annealing',
    'beta',
    'metaBatch',
    'trainingAlpha',
    'trainingSteps',
    'lambda',
    'conjugateGradientSteps',
    'iterations',
    'clip',
    'innerBatch',
  ],
} as const satisfies Record<string, readonly (keyof Settings)[]>;

export type SectionId = keyof typeof SECTION_SETTINGS;

/** The section's settings as the page opens with them. */
export function defaultsOf(section: SectionId): Partial<Settings> {
  return Object.fromEntries(SECTION_SETTINGS[section].map((id) => [id, DEFAULT_SETTINGS[id]]));
}

export function isDefault(section: SectionId, settings: Settings): boolean {
  return SECTION_SETTINGS[section].every((id) =>
    id === 'architecture'
      ? sameArchitecture(settings.architecture, DEFAULT_SETTINGS.architecture)
      : settings[id] === DEFAULT_SETTINGS[id],
  );
}
