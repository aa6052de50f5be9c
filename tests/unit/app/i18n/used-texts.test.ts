/** Every text that the sources ask for exists, and every text that exists is asked for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import firstView from '../../../../src/app/i18n/en/index.ts';
import panels from '../../../../src/app/i18n/en/panels.ts';
import zh from '../../../../src/app/i18n/zh/index.ts';

const en = { ...firstView, ...panels };

interface Texts {
  readonly [key: string]: string | Texts;
}

const PLURAL = /_(?:zero|one|two|few|many|other)$/;

function keysOf(texts: Texts, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? `${path}${key}`.replace(PLURAL, '') : keysOf(value, `${path}${key}.`),
  );
}

const SOURCES = ['src/app', 'src/features', 'src/charts', 'src/ui'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
);

/** Keys in quotes, wherever they stand: some travel as data before they are asked for. */
const QUOTED = SOURCES.flatMap((text) =>
  [...text.matchAll(/'([a-z]\w*(?:\.[\w-]+)*)'/g)].map(([, key = '']) => key),
);
/** Of `a.${b}.c`, any key that begins with `a.`, goes on with one part or more, and ends with `.c`. */
const PATTERNS = SOURCES.flatMap((text) =>
  [...text.matchAll(/`([a-z]\w*\.[\w.]*\$\{[^`]*)`/g)].map(([, template = '']) => template),
).map((template) => {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('[\\w-]+(?:\\.[\\w-]+)*')}$`);
});
/** Asked for by `t` itself: these must exist. */
const ASKED = SOURCES.flatMap((text) => [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key));

test.each([
  ['English', keysOf(en)],
  ['Chinese', keysOf(zh)],
])('no text is missing in %s, and none is unused', (_, keys) => {
  const known = new Set(keys);
  const quoted = new Set(QUOTED);
  expect(ASKED.length).toBeGreaterThan(100);
  expect(ASKED.filter((key) => !known.has(key))).toEqual([]);
  const unused = keys.filter((key) => !quoted.has(key) && !PATTERNS.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});
