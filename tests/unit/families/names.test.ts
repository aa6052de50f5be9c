/** Rooms that work for every family of tasks name none: they ask the registry. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAMILY_NAMES, type FamilyName } from '#families/family-of.ts';

const ROOMS = ['core', 'training', 'engine', 'worker', 'store'] as const;

/** A name that is a word of its own in prose is one where code means the family: its folder, its types, its settings, or a comparison. */
const AS_CODE: Partial<Readonly<Record<FamilyName, RegExp>>> = {
  formula: /families\/formula\/|\bFormula[A-Z]|\.formula\b|(?:[=!]==|case|family:) 'formula'/,
  curves:
    /families\/curves\/|\bFileCurve\b|\bCurvesNumbers\b|settings\.curves\b|(?:[=!]==|case|family:) 'curves'/,
};

/** Lines that name a family, in any case. */
function namesIn(text: string): string[] {
  const isNamed = (line: string, name: FamilyName) =>
    AS_CODE[name]?.test(line) ?? line.toLowerCase().includes(name);
  return text.split('\n').filter((line) => FAMILY_NAMES.some((name) => isNamed(line, name)));
}

test.each(ROOMS)('the room %s names no family', (room) => {
  const files = readdirSync(join('src', room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join('src', room, name));
  expect(files.length).toBeGreaterThan(2);
  expect(
    files.flatMap((file) => namesIn(readFileSync(file, 'utf8')).map((line) => `${file}: ${line}`)),
  ).toEqual([]);
});

test.each([
  "import { rangesOf } from '#families/sinusoid/settings.ts';",
  'const tasks: SinusoidTask[] = [];',
  '/** Sinusoids only. */',
  "import { readText } from '#families/formula/text.ts';",
  "if (settings.family === 'formula') return;",
  "import { splitOf } from '#families/curves/split.ts';",
  'const file = keptCurves(settings.curves);',
])('a name is found: %s', (line) => {
  expect(namesIn(`const before = 1;\n${line}\n`)).toEqual([line]);
});
