/** Both languages say the same things, with the same numbers in them. */
import { expect, test } from 'vitest';
import firstView from '../../../../src/app/i18n/en/index.ts';
import panels from '../../../../src/app/i18n/en/panels.ts';
import zh from '../../../../src/app/i18n/zh/index.ts';

const en = { ...firstView, ...panels };

interface Texts {
  readonly [key: string]: string | Texts;
}

/** Key to variables; plural forms of a key are one. */
function variablesByKey(texts: Texts, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const name = `${path}${key.replace(/_(one|other)$/, '')}`;
    const variables = (text: string) => Array.from(text.matchAll(/\{\{\w+\}\}/g), ([variable]) => variable);
    if (typeof value === 'string')
      found.set(
        name,
        variables(value)
          .toSorted((a, b) => a.localeCompare(b))
          .join(' '),
      );
    else for (const [inner, named] of variablesByKey(value, `${name}.`)) found.set(inner, named);
  }
  return found;
}

test('every text stands in both, with the same variables', () => {
  const english = variablesByKey(en);
  expect(english.size).toBeGreaterThan(100);
  expect(Object.fromEntries(variablesByKey(zh))).toEqual(Object.fromEntries(english));
});
