/** The list of all actions: what a visitor looks for by name is in it, in both languages. */
import i18next, { type TFunction } from 'i18next';
import { expect, test } from 'vitest';
import en from '../../../src/app/i18n/en/index.ts';
import panels from '../../../src/app/i18n/en/panels.ts';
import zh from '../../../src/app/i18n/zh/index.ts';
import { ACTIONS, canRun } from '../../../src/app/actions.ts';
import { openPage } from '../../fakes/fake-client.ts';

async function languageOf(texts: object, lng: 'en' | 'zh'): Promise<TFunction> {
  const language = i18next.createInstance();
  return language.init({ lng, resources: { [lng]: { translation: texts } } });
}

const [english, chinese] = await Promise.all([languageOf({ ...en, ...panels }, 'en'), languageOf(zh, 'zh')]);

test('no two actions are one, and no two that can run now have one name', async () => {
  const { state } = await openPage();
  expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
  const keys = ACTIONS.flatMap(({ key }) => key ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  const available = ACTIONS.filter((action) => canRun(action, state()));
  for (const t of [english, chinese]) {
    const names = available.map((action) => action.label(t));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.filter((name) => /\{\{|^\w+\.\w+/.test(name))).toEqual([]);
  }
});

test.each([
  'add point',
  'draw the curve',
  'hold out',
  'left half',
  'larger amplitude',
  'formulas',
  'glossary',
  'error map',
  'published',
  'second order',
  'loss around',
  'parameters',
  'unit by unit',
  'learn: loops',
  'every step',
  'export',
  'import weights',
  'my runs',
  'slowly',
  'planned iterations',
  'outer loop',
  'embed',
  'k-shot',
  'noise',
  'seed',
  'learning rate',
  'query points',
  'phase',
  'clipping',
  'projector',
  'dark',
  'reset',
])('a search for “%s” finds an action', (words) => {
  const names = ACTIONS.map((action) => action.label(english).toLowerCase());
  expect(names.filter((name) => name.includes(words))).not.toEqual([]);
});
