/** Every engine agrees with PyTorch in float64. */
import { describe, expect, inject, test } from 'vitest';
import { testAgainstContextOracle, testAgainstOracle, testAgainstSolvedOracle } from '../oracle-agreement.ts';
import { CLASS_CASES, CONTEXT_CASES, DESCENT_CASES, ORACLE_CASES, SOLVED_CASES } from '../oracle.ts';
import { testClassHeads } from '../class-heads.ts';
import { chosen, EVERY_REPEAT } from '../repeats.ts';
import { enginesUnderTest } from './engines.ts';
import { TILE } from './small-run.ts';
import { engineUnderTest } from './engine.ts';
import { casesHere } from './twins.ts';

const TOLERANCE = 1e-4;
// In `npm test` self-check.test.ts alone asks for the page's tile, which takes long to compile.
const ENGINES = enginesUnderTest(EVERY_REPEAT ? undefined : () => TILE);
// One for each activation. On WebGL random-networks.test.ts has sigmoid and tanh, second-derivatives.test.ts softplus.
const ONE_EACH = chosen(DESCENT_CASES, ({ name }) => !name.startsWith('relu-1-16'));
const CASES = casesHere(ONE_EACH, ({ name }) => !/^(sigmoid|softplus|tanh)/.test(name));
// Both engines compile anew for every size.
const SOLVED = chosen(SOLVED_CASES, ({ name }) => name.startsWith('ridge-tanh'));
// They take half a minute to compile there, of products that other tests differentiate.
const CONTEXTS = casesHere(CONTEXT_CASES, () => false);

test('every oracle file is there', () => {
  expect(ORACLE_CASES).toHaveLength(18);
});

describe.each(ENGINES)('the $name', ({ engineOf }) => {
  testAgainstOracle(CASES, TOLERANCE, engineOf);
  testAgainstSolvedOracle(SOLVED, TOLERANCE, engineOf);
  testAgainstContextOracle(CONTEXTS, TOLERANCE, engineOf);
});

// The largest case has all that is differentiated anew; on WebGL that takes half a minute to compile, and second-derivatives.test.ts has each of its
// operations.
const TELLING = inject('backend') === 'webgl' ? 'conv-relu' : 'conv-layernorm';
const CLASSES = chosen(CLASS_CASES, ({ name }) => name.startsWith(TELLING));
const tensorEngine = engineUnderTest();

describe.each(ENGINES)('the $name on classes', ({ engineOf }) => {
  testAgainstOracle(CLASSES, TOLERANCE, engineOf);
});

// On WebGL they take half a minute to compile, of products that other tests have.
describe.skipIf(inject('backend') !== 'webgpu' && !EVERY_REPEAT)(
  'the tensor engine on heads of classes',
  () => {
    testClassHeads(TOLERANCE, () => tensorEngine);
  },
);
