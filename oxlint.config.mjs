/** The linter's rules; which room may import which comes from the one table, scripts/house/rooms.json. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ holds: string, imports: string[], why: string, packages: string[], knowsPage: boolean }} Room
 * @type {Record<string, Room>}
 */
const ROOMS = JSON.parse(readFileSync(new URL('scripts/house/rooms.json', import.meta.url), 'utf8'));
const NAMES = Object.keys(ROOMS);

/** Packages that belong to some rooms only. */
const PACKAGES = {
  tensorflow: {
    regex: '^@tensorflow/',
    message: 'Only src/tensor imports TensorFlow.js: it knows which operations are safe.',
  },
  react: { regex: '^react', message: 'React belongs to what draws: ui, charts, features and app.' },
  jsep: { regex: '^jsep$', message: 'Only src/families/formula parses formulas.' },
  zustand: { regex: '^zustand', message: 'zustand belongs to the store, and to what is drawn from it.' },
};

/** As many folders as files lie below their room. */
const DEPTHS = [0, 1, 2, 3];

/**
 * A path that leads out of the room of a file so many folders below it.
 * @param {number} depth
 */
function byPath(depth) {
  const message = 'Another room is imported by its name, #room/file.ts.';
  return { regex: `^(\\./)?(\\.\\./){${depth + 1}}`, message };
}

/**
 * The files of a room so many folders below it.
 * @param {string} room
 * @param {number} depth
 */
function filesOf(room, depth) {
  return [`src/${room}/${'*/'.repeat(depth)}*`];
}

const PAGE_GLOBALS = ['document', 'window', 'postMessage', 'localStorage'].map((name) => ({
  name,
  message: 'Computing knows no page.',
}));

/** @param {readonly { regex: string, message: string }[]} patterns */
function forbidden(patterns) {
  return ['error', { patterns }];
}

/** @param {readonly string[]} allowed */
function foreignPackages(allowed) {
  return Object.entries(PACKAGES)
    .filter(([name]) => !allowed.includes(name))
    .map(([, pattern]) => pattern);
}

/**
 * Any package but one, spelt out letter by letter: these patterns know no look-ahead.
 * @param {string} [only]
 */
function noneBut(only = '') {
  const others = Array.from(only, (letter, at) =>
    at === 0 ? `[^.#${letter}]` : `${only.slice(0, at)}(?:$|[^${letter}])`,
  );
  return only === '' ? '^[^.#]' : `^(?:${[...others, `${only}.`].join('|')})`;
}

/**
 * @param {string} name
 * @param {number} depth
 * @param {readonly { regex: string, message: string }[]} more
 */
function patternsOf(name, depth, more = [], packages = ROOMS[name].packages) {
  const { imports, why } = ROOMS[name];
  const others = NAMES.filter((other) => other !== name && !imports.includes(other));
  return forbidden([
    { regex: `^#(${others.join('|')})/`, message: why },
    ...(packages.includes('others')
      ? foreignPackages(packages)
      : [{ regex: noneBut(packages[0]), message: why }]),
    byPath(depth),
    ...more,
  ]);
}

/** What else holds in a room of panels: they do not know each other. */
const BESIDE_PANELS = [
  [{ regex: '^\\./[^/]+/', message: 'The shared vocabulary knows no panel.' }],
  ...DEPTHS.slice(1).map((depth) => [
    {
      regex: `^(\\.\\./){${depth}}[^/.]+/`,
      message: 'Features do not import each other; what they share stands in features/vocabulary.ts.',
    },
  ]),
];

const OF_ROOMS = NAMES.flatMap((name) =>
  DEPTHS.map((depth) => ({
    files: filesOf(name, depth),
    rules: {
      'no-restricted-imports': patternsOf(name, depth, name === 'features' ? BESIDE_PANELS[depth] : []),
      ...(ROOMS[name].knowsPage ? {} : { 'no-restricted-globals': ['error', ...PAGE_GLOBALS] }),
    },
  })),
);

export default {
  plugins: ['typescript', 'react', 'unicorn', 'import', 'jsx-a11y', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  env: { browser: true, es2024: true },
  // AssemblyScript has types of its own, which its compiler checks.
  ignorePatterns: ['dist', 'node_modules', 'src/fused/wasm/assembly'],
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
    'jsx-a11y/prefer-tag-over-role': 'off',
    'no-await-in-loop': 'off',
    'oxc/no-map-spread': 'off',
    'no-eval': 'error',
    'no-new-func': 'error',
    'no-script-url': 'error',
    'typescript/no-implied-eval': 'error',
    'react/no-danger': 'error',
    'no-shadow': 'error',
    'react/react-in-jsx-scope': 'off',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/require-post-message-target-origin': 'off',
    'no-restricted-imports': forbidden([PACKAGES.tensorflow]),
  },
  overrides: [
    ...OF_ROOMS,
    {
      // The store's skin.
      files: ['src/store/react.ts'],
      rules: { 'no-restricted-imports': patternsOf('store', 0, [], [...ROOMS['store'].packages, 'react']) },
    },
    {
      files: ['src/main.tsx'],
      rules: {
        'no-restricted-imports': forbidden([
          {
            regex: `^#(${NAMES.filter((name) => name !== 'app').join('|')})/`,
            message: 'The page begins with app/start.tsx.',
          },
        ]),
      },
    },
    {
      files: ['src/cli/**'],
      env: { node: true },
      rules: { 'no-console': 'off' },
    },
    {
      files: ['tests/**', 'scripts/**', '*.config.ts', '*.config.mjs'],
      env: { node: true },
      rules: { 'no-restricted-imports': 'off', 'no-console': 'off' },
    },
  ],
};
