/** Flags and settings: everything that settings say can be said on the command line, and is read back the same. */
import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INITIALISATIONS } from '#models/initialisation.ts';
import { FAMILY_NAMES, type FamilyName } from '#families/family-of.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { INNER_OPTIMISERS } from '#training/inner-optimiser.ts';
import { ANNEALINGS, OPTIMISERS } from '#training/optimiser.ts';
import { PRESET_NAMES, presetSettings } from '#training/presets.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import {
  checkSettings,
  DEFAULT_SETTINGS,
  NUMBER_SETTING_IDS,
  hasTasksFor,
  numberSetting,
  openingSettings,
  type NumberSettingId,
  SETTING_INTERVALS,
  type Settings,
} from '#training/settings.ts';
import {
  addArchitectureFlags,
  addFlags,
  type FlagTexts,
  flagTexts,
  openingOf,
  readFlags,
  SETTING_FLAGS,
  trainCommand,
} from '#cli/flags.ts';
import { refusalOf } from '../../fakes/refusal.ts';

/** What the command line makes of words. */
function parse(words: readonly string[]): FlagTexts {
  const command = new Command('train').option('--stop-at <count>').option('--out <file>').exitOverride();
  addFlags(command, SETTING_FLAGS);
  addArchitectureFlags(command);
  command.parse(words, { from: 'user' });
  return flagTexts(command);
}

function numberWithin(id: NumberSettingId, family: FamilyName): fc.Arbitrary<number> {
  const { minimum: min, maximum: max, whole, step } = numberSetting(id, { family });
  const steps = fc.integer({ min: 0, max: Math.round((max - min) / step) });
  // There is no flag for a negative zero, and no use.
  return whole
    ? steps.map((at) => min + at * step)
    : fc.double({ min, max, noNaN: true }).map((value) => value + 0);
}

const numbersOf = (family: FamilyName) =>
  fc.record(
    Object.fromEntries(NUMBER_SETTING_IDS.map((id) => [id, numberWithin(id, family)])) as Record<
      NumberSettingId,
      fc.Arbitrary<number>
    >,
  );

const settingsOf = (family: FamilyName): fc.Arbitrary<Settings> =>
  fc
    .record({
      numbers: numbersOf(family),
      hidden: fc.array(fc.integer({ min: 1, max: 64 }), { maxLength: 4 }),
      activation: fc.constantFrom(...ACTIVATIONS),
      algorithm: fc.constantFrom(...TRAINING_ALGORITHMS.filter((name) => hasTasksFor(name, { family }))),
      initialisation: fc.constantFrom(...INITIALISATIONS),
      optimiser: fc.constantFrom(...OPTIMISERS),
      annealing: fc.constantFrom(...ANNEALINGS),
      innerOptimiser: fc.constantFrom(...INNER_OPTIMISERS),
      family: fc.constant(family),
      curves: fc.constantFrom(DEFAULT_SETTINGS.curves),
      formula: family === 'formula' ? fc.constantFrom(...FORMULAS) : fc.constant(DEFAULT_SETTINGS.formula),
    })
    .map(({ numbers: drawn, hidden, activation, ...choices }) => {
      const ordered = { ...drawn };
      for (const [from, to] of SETTING_INTERVALS) {
        ordered[from] = Math.min(drawn[from], drawn[to]);
        ordered[to] = Math.max(drawn[from], drawn[to]);
      }
      return { ...ordered, ...choices, architecture: { layerSizes: [1, ...hidden, 1], activation } };
    });

/** As they are kept: with every range, and spaces as they were typed. */
const FORMULAS = [
  DEFAULT_SETTINGS.formula,
  'a*sin(b*x)+c*x; a=0.1..5; b=0.5..2; c=-1..1',
  'a * max(x, b) ^ 2; a=-0.5..0.5; b=0..0; x=-3..4.5',
];

/** The words that a shell makes of a line. */
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, inQuotes, plain]) => inQuotes ?? plain ?? '');
}

const settingsOfAnyKind = fc.oneof(...FAMILY_NAMES.map(settingsOf));

describe('the command of a run', () => {
  test('is read back as the same settings', () => {
    fc.assert(
      fc.property(settingsOfAnyKind, fc.integer({ min: 1, max: 10_000_000 }), (settings, iteration) => {
        const [runner, ...words] = trainCommand(settings, iteration, { out: 'a.safetensors' }).split(
          ' -- train ',
        );
        expect(runner).toBe('npm run cli');
        const texts = parse(wordsOf(words.join(' ')));
        expect(readFlags(openingOf(texts), texts)).toEqual(settings);
        expect(Number(texts['stop-at'] ?? settings.iterations)).toBe(iteration);
        expect(texts['out']).toBe('a.safetensors');
      }),
    );
  });

  test('names the family of its tasks before what else differs from how that opens', () => {
    const opening = openingSettings('characters');
    expect(trainCommand({ ...opening, ways: 10, alpha: 1, trainingAlpha: 1 }, opening.iterations)).toBe(
      'npm run cli -- train --algorithm maml --iterations 2000 --family characters --alpha 1 --ways 10',
    );
  });

  test('of the default settings names no more than the algorithm and the iterations', () => {
    expect(trainCommand(DEFAULT_SETTINGS, DEFAULT_SETTINGS.iterations)).toBe(
      'npm run cli -- train --algorithm maml --iterations 70000',
    );
  });

  test('names the engine, since others end in other bits', () => {
    expect(trainCommand(DEFAULT_SETTINGS, 70000, {}, 'wasm')).toBe(
      'npm run cli -- train --algorithm maml --iterations 70000 --engine wasm',
    );
    expect(trainCommand(DEFAULT_SETTINGS, 70000, {}, 'cpu')).toBe(
      'npm run cli -- train --algorithm maml --iterations 70000 --engine tensor --backend cpu',
    );
  });

  test('names the files that the run was given, so that a shell reads them back', () => {
    const files = { init: 'my weights.safetensors', tasks: "it's.json", out: 'a-b_1.safetensors' };
    const settings: Settings = {
      ...DEFAULT_SETTINGS,
      architecture: { layerSizes: [1, 3, 1], activation: 'tanh' },
      shots: 5,
      queryPoints: 5,
    };
    const { iterations } = settings;
    const command = trainCommand(settings, iterations, files);
    expect(command).toContain(
      String.raw`--init 'my weights.safetensors' --tasks 'it'\''s.json' --out a-b_1.safetensors`,
    );
    // The network is the file's, and --init refuses to be told another; own tasks would offer all their points.
    expect(command).not.toContain('--hidden');
    expect(command).toContain('--shots 5 --query-points 5');
  });

  test.each(PRESET_NAMES)('of the preset %s leads back to it', (name) => {
    const settings = presetSettings(name);
    const words = trainCommand(settings, settings.iterations).split(' ').slice(5);
    expect(readFlags(DEFAULT_SETTINGS, parse(words))).toEqual(settings);
  });
});

test.each(PRESET_NAMES)('the preset %s is within the ranges', (name) => {
  expect(() => checkSettings(presetSettings(name))).not.toThrow();
});

describe('flags', () => {
  const read = (...words: string[]) => readFlags(DEFAULT_SETTINGS, parse(words));

  test.each([
    { words: ['--shots', '10'], expected: { shots: 10, queryPoints: 10 } },
    { words: ['--query-points', '3', '--shots', '10'], expected: { shots: 10, queryPoints: 3 } },
    { words: ['--query-points', '3'], expected: { shots: 5, queryPoints: 3 } },
    { words: ['--alpha', '0.02'], expected: { trainingAlpha: 0.02, alpha: 0.02 } },
    { words: ['--test-alpha', '0.5', '--alpha', '0.02'], expected: { trainingAlpha: 0.02, alpha: 0.5 } },
    { words: ['--inner-steps', '5'], expected: { trainingSteps: 5, innerSteps: 10 } },
    { words: ['--frequency', '0.8,1.2'], expected: { frequencyFrom: 0.8, frequencyTo: 1.2 } },
    {
      words: ['--hidden', '64,64', '--activation', 'tanh'],
      expected: { architecture: { layerSizes: [1, 64, 64, 1], activation: 'tanh' } },
    },
    { words: ['--hidden', 'none'], expected: { architecture: { layerSizes: [1, 1], activation: 'relu' } } },
  ])('$words', ({ words, expected }) => {
    expect(read(...words)).toEqual({ ...DEFAULT_SETTINGS, ...expected });
  });

  test.each([
    { words: ['--shots', '0'], says: ['--shots', '1 to 100', '0'] },
    { words: ['--shots', '2.5'], says: ['--shots', 'whole', '2.5'] },
    { words: ['--alpha', 'fast'], says: ['--alpha', '0.0001 to 1', 'fast'] },
    { words: ['--beta', ''], says: ['--beta', 'nothing'] },
    { words: ['--algorithm', 'mmal'], says: ['--algorithm', 'maml, fomaml', 'mmal'] },
    { words: ['--phase', '1'], says: ['--phase', 'from,to', '1'] },
    { words: ['--phase', '1,2,3'], says: ['--phase', 'from,to', '1,2,3'] },
    { words: ['--phase', '3,1'], says: ['the smallest φ', 'at most the largest φ', '3 and 1'] },
    { words: ['--hidden', '40,x'], says: ['--hidden', '40,40', '40,x'] },
    { words: ['--hidden', '0'], says: ['layer sizes', '0'] },
    { words: ['--activation', 'elu'], says: ['--activation', 'relu', 'elu'] },
  ])('refuses $words', ({ words, says }) => {
    const { message } = refusalOf(() => read(...words));
    for (const part of says) expect(message).toContain(part);
  });
});
