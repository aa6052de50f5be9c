/** The linter refuses every import against the table of rooms, however it is written. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOMS, roomsTable } from '../../scripts/house/rooms-table.ts';

type Line = readonly [file: string, line: string];

const NAMES = Object.keys(ROOMS);

/** Every room beside every other. */
const PAIRS = NAMES.flatMap((room) =>
  NAMES.filter((other) => other !== room).map((other) => ({ room, other })),
);

/** One import a file, so that each complaint can be told from the others. */
const BY_NAME = PAIRS.map(({ room, other }) => ({
  line: [`src/${room}/name-${other}.ts`, `import '#${other}/any.ts';`] as const,
  isAllowed: ROOMS[room]?.imports.includes(other) === true,
}));

const FORBIDDEN: readonly Line[] = [
  ...BY_NAME.filter(({ isAllowed }) => !isAllowed).map(({ line }) => line),
  ...PAIRS.map(({ room, other }): Line => [`src/${room}/path-${other}.ts`, `import '../${other}/any.ts';`]),
  ['src/store/task/types.ts', "import type { Session } from '#worker/session.ts';"],
  ['src/engine/inner/path.ts', "import '../../worker/session.ts';"],
  ['src/engine/inner/deep/path.ts', "import '../../../worker/session.ts';"],
  ['src/core/package.ts', "import 'valibot';"],
  ['src/families/package.ts', "import 'valibot';"],
  ...NAMES.filter((room) => room !== 'tensor').map(
    (room): Line => [`src/${room}/tensorflow.ts`, "import '@tensorflow/tfjs';"],
  ),
  ...['fused', 'worker', 'persistence', 'store', 'cli'].map(
    (room): Line => [`src/${room}/react.ts`.replace('store/react', 'store/skin'), "import 'react';"],
  ),
  ['src/charts/zustand.ts', "import 'zustand';"],
  ['src/core/page.ts', "document.title = 'core';"],
  ['src/meta/page.ts', "postMessage('meta');"],
  ['src/fused/page.ts', "postMessage('fused');"],
  ['src/features/one/other.ts', "import '../two/panel.tsx';"],
  ['src/features/vocabulary.ts', "import './one/panel.tsx';"],
  ['src/main.tsx', "import '#store/playground.ts';"],
];

const ALLOWED: readonly Line[] = [
  ...BY_NAME.filter(({ isAllowed }) => isAllowed).map(({ line }) => line),
  ['src/store/react.ts', "import 'react';"],
  ['src/features/one/words.ts', "import '../words.ts';"],
  // Its own folder, though it is called as another room is.
  ['src/store/beside.ts', "import './engine/slice.ts';"],
  ['src/store/task/beside.ts', "import '../engine/slice.ts';"],
];

/** Each imports the other, and only a type. */
const CIRCLE: readonly Line[] = [
  ['src/core/first.ts', "import type { Second } from './second.ts';\nexport type First = Second | null;"],
  ['src/core/second.ts', "import type { First } from './first.ts';\nexport type Second = First | 0;"],
];

let folder = '';
let complaints = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arrows-'));
  for (const file of ['oxlint.config.mjs', 'scripts/house/rooms.json']) cpSync(file, join(folder, file));
  for (const [file, line] of [...FORBIDDEN, ...ALLOWED, ...CIRCLE]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${line}\n`);
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  const linter = join(process.cwd(), 'node_modules/.bin/oxlint');
  const words = ['-c', 'oxlint.config.mjs', '-f', 'unix'];
  complaints = spawnSync(linter, words, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 }).stdout;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each(FORBIDDEN)('%s may not say %s', (file) => {
  expect(complaints).toContain(`${file}:1:`);
});

test.each(ALLOWED)('%s may say %s', (file) => {
  expect(complaints).not.toContain(`${file}:`);
});

test.each(CIRCLE)('%s may not be part of a circle, even of types alone', (file) => {
  expect(complaints).toContain(`${file}:1:`);
});

describe('the table of rooms', () => {
  test('has every folder of src', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).toSorted()).toEqual(NAMES.toSorted());
  });

  test('leads downwards only', () => {
    NAMES.forEach((room, floor) => {
      for (const other of ROOMS[room]?.imports ?? []) expect(NAMES.indexOf(other)).toBeLessThan(floor);
    });
  });

  test('stands in docs/architecture.md', () => {
    expect(readFileSync('docs/architecture.md', 'utf8')).toContain(roomsTable());
  });
});
