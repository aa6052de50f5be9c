/** Every sentence that the sources say stands in the table of the other language, and the table has no others. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';
import { ROOMS } from '../../../../scripts/house/rooms-table.ts';
import zh from '../../../../src/app/i18n/zh/sentences.json';

/** AssemblyScript, which says nothing. */
const KERNELS = join('src', 'fused', 'wasm', 'assembly');

/** The command line speaks English. */
const FILES = Object.keys(ROOMS)
  .filter((room) => room !== 'cli')
  .flatMap((room) =>
    readdirSync(join('src', room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => join('src', room, name))
      .filter((file) => !file.startsWith(KERNELS)),
  );

/** As `said` makes it: the texts with {0}, {1} … between them. */
function templatesIn(file: string): string[] {
  const found: string[] = [];
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'));
  expect(errors, file).toEqual([]);
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type !== 'Identifier' || tag.name !== 'said') return;
      const texts = quasi.quasis.map(({ value }) => value.cooked ?? '');
      found.push(texts.reduce((template, text, index) => `${template}{${index - 1}}${text}`));
    },
  }).visit(program);
  return found;
}

function placesOf(template: string): string[] {
  return (template.match(/\{\d+\}/g) ?? []).toSorted((a, b) => a.localeCompare(b));
}

const TEMPLATES = new Set(FILES.flatMap(templatesIn));
const TABLE = Object.entries<string>(zh);

test('every sentence has its Chinese, and no Chinese is left over', () => {
  expect(TEMPLATES.size).toBeGreaterThan(100);
  const translated = new Set(Object.keys(zh));
  expect([...TEMPLATES].filter((template) => !translated.has(template))).toEqual([]);
  expect([...translated].filter((template) => !TEMPLATES.has(template))).toEqual([]);
});

test.each(TABLE)('“%s” has the same places', (template, chinese) => {
  expect(placesOf(chinese)).toEqual(placesOf(template));
});
