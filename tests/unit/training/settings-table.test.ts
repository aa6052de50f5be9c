/** One entry and two texts make a number: whatever else the page, the command line and files need follows from the table. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FIRST_FAMILY } from '#families/family-of.ts';
import { inPlaces, type NumberSetting, real, SECTION_IDS } from '#core/number-setting.ts';
import { translated } from '#core/saying.ts';
import { endsOf, type Knob, KNOBS } from '#training/knobs.ts';
import type * as RunNumbers from '#training/run-numbers.ts';
import {
  CHOICE_IDS,
  CHOICE_SETTINGS,
  type ChoiceSetting,
  checkNumber,
  DEFAULT_SETTINGS,
  hasTasksFor,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  openingSettings,
  type Settings,
} from '#training/settings.ts';
import { INNER_OPTIMISERS } from '#training/inner-optimiser.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { SETTING_FLAGS } from '#cli/flags.ts';
import { settingsSchema } from '#formats/settings-schema.ts';
import { DEFAULT_SHARED } from '#store/page/shared-slice.ts';
import en from '../../../src/app/i18n/en/settings.json';
import zh from '../../../src/app/i18n/zh/settings.json';
import enHints from '../../../src/app/i18n/en/hints.json';
import zhHints from '../../../src/app/i18n/zh/hints.json';
import sentences from '../../../src/app/i18n/zh/sentences.json';
import { decodeLink, encodeLink } from '../../../src/app/link/codec.ts';
import { GLOSSARY } from '../../../src/features/learn/glossary.ts';
import { defaultsOf, type RailPart, shownKnobs } from '../../../src/features/settings/sections.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const LANGUAGES = {
  en: { labels: en.setting, hints: enHints.hint },
  zh: { labels: zh.setting, hints: zhHints.hint },
} as const;

const kebab = (id: string) => id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Another value than the default, for both ends of an interval. */
function turned({ numbers, setting, families: [family = FIRST_FAMILY] }: Knob): Settings {
  const { minimum, maximum, initial } = setting;
  const value = initial === maximum ? minimum : maximum;
  return { ...openingSettings(family), ...Object.fromEntries(numbers.map((id) => [id, value])) };
}

describe.each(KNOBS.map((knob) => ({ ...knob, knob })))('the number $id', ({ id, kind, numbers, knob }) => {
  const { rail, flag } = knob.setting;

  test('has a flag that sets it', () => {
    const found = SETTING_FLAGS.filter(({ name }) => name === (flag.name ?? kebab(id)));
    expect(found).toHaveLength(1);
    const settings = turned(knob);
    const text = found[0]?.write(settings) ?? '';
    expect(found[0]?.help).toContain(flag.help);
    expect({ ...DEFAULT_SETTINGS, ...found[0]?.read(text, settings) }).toMatchObject(
      Object.fromEntries(numbers.map((number) => [number, settings[number]])),
    );
  });

  test('is carried by links under its own name', () => {
    const link = encodeLink({ ...DEFAULT_SHARED, settings: turned(knob) });
    const keys = link.split('&').map((entry) => entry.slice(0, entry.indexOf('=')));
    expect(['v', 'family', ...numbers]).toEqual(expect.arrayContaining(keys));
    expect(decodeLink(link)).toMatchObject({ shared: { settings: turned(knob) }, mended: [] });
  });

  test('stands in one section of the rail', () => {
    const withAll = TRAINING_ALGORITHMS.flatMap((algorithm) =>
      INNER_OPTIMISERS.map((innerOptimiser): Settings => {
        return { ...turned(knob), algorithm, innerOptimiser, annealing: 'cosine' };
      }),
    );
    const isShown = (part: RailPart, isFolded: boolean) =>
      withAll.some((settings) => shownKnobs(part, isFolded, settings).includes(knob));
    const places = (['loops', ...SECTION_IDS] as const).flatMap((part) =>
      [false, true].filter((isFolded) => isShown(part, isFolded)).map(() => part),
    );
    const part = rail.first === undefined ? rail.section : 'loops';
    expect(places).toEqual([part]);
    for (const number of numbers) expect(defaultsOf(part, turned(knob))).toHaveProperty(number);
  });

  test.each(['en', 'zh'] as const)('has its texts in %s', (language) => {
    const labels: Readonly<Record<string, unknown>> = LANGUAGES[language].labels;
    const hints: Readonly<Record<string, unknown>> = LANGUAGES[language].hints;
    const text = expect.stringMatching(/\S/);
    const ends = kind === 'interval' ? { from: text, to: text } : {};
    expect(labels[id]).toEqual({ label: text, ...ends });
    expect(hints[id]).toEqual(text);
  });

  test('has a name in messages of both languages', () => {
    for (const number of numbers) {
      const { name, symbol, minimum } = NUMBER_SETTINGS[number];
      const { message } = refusalOf(() => checkNumber(number, minimum - 1));
      expect(message).toMatch(/^Expected \S.* to be (?:a (?:whole )?number from|one of)/);
      if (name === undefined) expect(symbol).not.toBe('');
      else expect(translated(name, sentences)).not.toBeNull();
    }
  });

  test('names an entry of the glossary, or none', () => {
    if (rail.term !== undefined) expect(GLOSSARY).toHaveProperty(rail.term);
  });

  test('takes along only a number whose own flag comes later', () => {
    if (flag.follower === undefined) return;
    const followed = KNOBS.find((other) => other.id === flag.follower);
    expect(followed?.kind).toBe('single');
    expect(followed?.setting.flag.place ?? Infinity).toBeGreaterThan(flag.place ?? Infinity);
  });

  test('has its default in settings of a file that is older than it', () => {
    const old = Object.fromEntries(Object.entries(DEFAULT_SETTINGS).filter(([key]) => key !== id));
    expect(v.parse(settingsSchema, old)).toEqual(DEFAULT_SETTINGS);
  });
});

test('both ends of an interval are numbers of one range', () => {
  for (const knob of KNOBS) {
    if (knob.kind === 'single') continue;
    const [from, to] = endsOf(knob.id);
    const { minimum, maximum } = NUMBER_SETTINGS[to];
    expect(NUMBER_SETTINGS[from]).toMatchObject({ minimum, maximum });
  }
  expect(KNOBS.flatMap(({ numbers }) => numbers)).toEqual(NUMBER_SETTING_IDS);
});

describe.each(CHOICE_IDS)('the choice %s', (id) => {
  const { choices, term }: ChoiceSetting<string> = CHOICE_SETTINGS[id];

  test('has a flag, a key in links, and texts in both languages', () => {
    const inKebab = id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(SETTING_FLAGS.filter(({ name }) => name === inKebab)).toHaveLength(1);
    for (const choice of choices) {
      const wished = { ...DEFAULT_SETTINGS, [id]: choice };
      // Heads of classes have no tasks among sinusoids.
      const hasTasks = hasTasksFor(wished.algorithm, wished);
      const settings = hasTasks ? wished : { ...openingSettings('characters'), [id]: choice };
      expect(decodeLink(encodeLink({ ...DEFAULT_SHARED, settings })).shared.settings).toEqual(settings);
    }
    for (const texts of [en, zh]) {
      const { setting, ...words } = texts;
      expect(Object.keys(words[id])).toEqual(choices);
      expect(setting).toMatchObject({ [id]: expect.any(String) });
    }
    for (const { hint } of [enHints, zhHints]) expect(hint).toMatchObject({ [id]: expect.any(String) });
    for (const entry of term === null ? choices : [term]) expect(GLOSSARY).toHaveProperty(entry);
  });
});

test('what has no place comes last, in its own order', () => {
  const items = [{ id: 'a' }, { id: 'b', place: 2 }, { id: 'c' }, { id: 'd', place: 1 }];
  expect(inPlaces(items, ({ place }) => place).map(({ id }) => id)).toEqual(['d', 'b', 'a', 'c']);
});

describe('a number that one entry has added', () => {
  const toyNumber: NumberSetting = {
    ...real('μ', 0, 1, 0.5, 0.1),
    rail: { section: 'training' },
    flag: { help: 'a toy' },
  };
  const TABLE = '#training/run-numbers.ts';

  beforeAll(() => {
    vi.resetModules();
    vi.doMock(TABLE, async (original) => {
      const { RUN_NUMBERS } = await original<typeof RunNumbers>();
      return { RUN_NUMBERS: { ...RUN_NUMBERS, toyNumber } };
    });
  });
  afterAll(() => {
    vi.doUnmock(TABLE);
    vi.resetModules();
  });

  test('opens at its default and is held to its range', async () => {
    const settings = await import('#training/settings.ts');
    expect(settings.DEFAULT_SETTINGS).toMatchObject({ toyNumber: 0.5 });
    const wrong = { ...settings.DEFAULT_SETTINGS, toyNumber: 2 };
    expect(() => settings.checkSettings(wrong)).toThrow('Expected μ to be a number from 0 to 1, found 2.');
  });

  test('has a flag, behind those with a place', async () => {
    const { readFlags, SETTING_FLAGS: flags, writeFlags } = await import('#cli/flags.ts');
    expect(flags.at(-1)).toMatchObject({
      name: 'toy-number',
      help: 'a toy (0 … 1; default 0.5)',
    });
    const { DEFAULT_SETTINGS: usual } = await import('#training/settings.ts');
    const settings = readFlags(usual, { 'toy-number': '0.9' });
    expect(settings).toEqual({ ...usual, toyNumber: 0.9 });
    expect(writeFlags(settings)).toEqual(['--toy-number', '0.9']);
  });

  test('has a key in links', async () => {
    const { decodeLink: decode, encodeLink: encode } = await import('../../../src/app/link/codec.ts');
    const { DEFAULT_SHARED: usual } = await import('#store/page/shared-slice.ts');
    const { shared, mended } = decode('v=1&toyNumber=0.9');
    expect(shared.settings).toEqual({ ...usual.settings, toyNumber: 0.9 });
    expect(mended).toEqual([]);
    expect(encode(shared)).toBe('v=1&toyNumber=0.9');
  });

  test('is read from files, with its default where they are older', async () => {
    const { settingsSchema: schema, settingsBesideNetwork } = await import('#formats/settings-schema.ts');
    expect(v.parse(schema, DEFAULT_SETTINGS)).toEqual({ ...DEFAULT_SETTINGS, toyNumber: 0.5 });
    expect(v.parse(settingsBesideNetwork, { ...DEFAULT_SETTINGS, toyNumber: 0.9 })).toMatchObject({
      toyNumber: 0.9,
    });
  });

  test('stands at the end of its section, and a run differs by it', async () => {
    const { DEFAULT_SETTINGS: usual } = await import('#training/settings.ts');
    const sections = await import('../../../src/features/settings/sections.ts');
    expect(sections.shownKnobs('training', false, usual).at(-1)?.id).toBe('toyNumber');
    expect(sections.defaultsOf('training', usual)).toMatchObject({ toyNumber: 0.5 });
    const effects = await import('#training/setting-effects.ts');
    const changed = { ...usual, toyNumber: 0.9 };
    expect(effects.changedSettings(usual, changed)).toEqual(['toyNumber']);
    expect(effects.sameAdaptation(usual, changed)).toBe(true);
  });
});
