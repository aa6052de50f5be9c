/** Facts of learners are read everywhere; nothing asks for a learner's name but what docs/architecture.md defends. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';
import { describe, expect, test } from 'vitest';
import { english } from '#core/saying.ts';
import {
  actsOn,
  CLASS_ALGORITHMS,
  factsOf,
  hasInnerLoop,
  learnsContext,
  learnsPenalty,
  learnsRates,
  learnsScale,
  learnsStepRates,
  META_ALGORITHMS,
  remembers,
  takesGradientSteps,
  TRAINING_ALGORITHMS,
} from '#training/learner-facts.ts';
import { takesOptimiser } from '#training/learned.ts';
import { LEARNERS } from '#training/learners.ts';

const NAMES: ReadonlySet<unknown> = new Set(TRAINING_ALGORITHMS);
const ASKING: ReadonlySet<string> = new Set(['===', '!==', '==', '!=', 'in']);
/** Methods that look for a name, or for one of a list. */
const LOOKING: ReadonlySet<string> = new Set(['includes', 'indexOf', 'has', 'startsWith', 'endsWith']);

/** Its facts, what computes it, and what another compiler reads. */
const OWN = /^src\/(?:training\/learners\.ts|meta\/learners\/|fused\/wasm\/assembly\/)/;
const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => join('src', name).replaceAll('\\', '/'))
  .filter((file) => !OWN.test(file));

function isName(node: ESTree.Node | null): boolean {
  return node?.type === 'Literal' && NAMES.has(node.value);
}

/** Lists of names, also as sets. */
function isListOfNames(node: ESTree.Node): boolean {
  if (node.type === 'NewExpression') return node.arguments.some(isListOfNames);
  return node.type === 'ArrayExpression' && node.elements.some(isName);
}

/** Places at which a text compares something with the name of a learner. */
function comparisonsIn(file: string, text: string): string[] {
  const found: string[] = [];
  const { program, errors } = parseSync(file, text);
  expect(errors, file).toEqual([]);
  const note = ({ start, end }: ESTree.Node) => found.push(`${file}: ${text.slice(start, end)}`);
  new Visitor({
    BinaryExpression(node) {
      if (ASKING.has(node.operator) && (isName(node.left) || isName(node.right))) note(node);
    },
    SwitchCase(node) {
      if (isName(node.test)) note(node);
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (!LOOKING.has(callee.property.name)) return;
      if (isListOfNames(callee.object) || node.arguments.some(isName)) note(node);
    },
  }).visit(program);
  return found;
}

describe('comparisons with a learner’s name', () => {
  test('are nowhere in the sources', () => {
    const found = FILES.flatMap((file) => comparisonsIn(file, readFileSync(file, 'utf8')));
    expect(FILES.length).toBeGreaterThan(300);
    expect(found).toEqual([]);
  });

  test.each([
    "if (algorithm === 'anil') {}",
    "if ('oracle' !== origin) {}",
    "switch (algorithm) { case 'imaml': }",
    "['pretrained', 'multiTask'].includes(algorithm)",
    "new Set(['reptile']).has(algorithm)",
    "names.includes('metaSgd')",
    "const told = 'fomaml' in found;",
  ])('are found: %s', (text) => {
    expect(comparisonsIn('example.ts', text)).toHaveLength(1);
  });

  test.each(["const first = { algorithm: 'maml' };", "show('anil');", "if (kind === 'adam') {}"])(
    'are not %s',
    (text) => {
      expect(comparisonsIn('example.ts', text)).toEqual([]);
    },
  );
});

describe('the facts', () => {
  test('name what an engine trains, which trains itself', () => {
    for (const algorithm of TRAINING_ALGORITHMS) {
      const { trains } = LEARNERS[algorithm];
      expect(META_ALGORITHMS).toContain(trains);
      expect(LEARNERS[trains].trains).toBe(trains);
      expect(LEARNERS[trains].learns).toEqual(LEARNERS[algorithm].learns);
    }
    expect(META_ALGORITHMS).toHaveLength(16);
  });

  test('agree with each other on the inner loop and its settings', () => {
    for (const algorithm of TRAINING_ALGORITHMS) {
      const { innerLoop } = LEARNERS[algorithm];
      expect(actsOn(algorithm, 'trainingSteps')).toBe(takesGradientSteps(algorithm));
      const isOneStep = innerLoop === 'closedForm' || innerLoop === 'remembering';
      expect(takesGradientSteps(algorithm)).toBe(hasInnerLoop(algorithm) && !isOneStep);
      expect(remembers(algorithm)).toBe(innerLoop === 'remembering');
      expect(learnsPenalty(algorithm)).toBe(innerLoop === 'closedForm');
      expect(LEARNERS[algorithm].head !== null).toBe(innerLoop === 'closedForm');
      expect(learnsScale(algorithm)).toBe(CLASS_ALGORITHMS.some((name) => name === algorithm));
      expect(actsOn(algorithm, 'lambda')).toBe(innerLoop === 'proximal');
      expect(learnsRates(algorithm)).toBe(innerLoop === 'ownRates');
      expect(learnsStepRates(algorithm)).toBe(innerLoop === 'stepRates');
      expect(actsOn(algorithm, 'firstOrderSteps')).toBe(learnsStepRates(algorithm));
      expect(takesOptimiser(algorithm)).toBe(innerLoop === 'plain');
      expect(learnsContext(algorithm)).toBe(innerLoop === 'ofContext');
      expect(actsOn(algorithm, 'contextParameters')).toBe(learnsContext(algorithm));
    }
    // What no learner names acts on every one.
    for (const algorithm of TRAINING_ALGORITHMS) expect(actsOn(algorithm, 'beta')).toBe(true);
  });

  test('of weights that no learner has made are those of plain adapting', () => {
    for (const origin of ['random', 'elsewhere'] as const) {
      expect(factsOf(origin)).toMatchObject({ moves: 'all', learns: ['parameters'], sees: 'points' });
    }
  });

  test('cite a paper for each', () => {
    for (const { reference } of Object.values(LEARNERS))
      expect(english(reference)).toMatch(/arXiv:\d{4}\.\d{5}/);
  });
});
