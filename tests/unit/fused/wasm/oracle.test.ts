/** The SIMD engine agrees with PyTorch in float64. */
import {
  testAgainstContextOracle,
  testAgainstOracle,
  testAgainstSolvedOracle,
} from '../../../oracle-agreement.ts';
import { CONTEXT_CASES, DESCENT_CASES, RULE_CASES, SOLVED_CASES } from '../../../oracle.ts';
import { testOptimisers } from '../../../optimiser-agreement.ts';
import { simdEngine } from '../../../simd-engine.ts';

const engine = simdEngine();

testAgainstOracle(DESCENT_CASES, 2e-6, () => engine);
testAgainstSolvedOracle(SOLVED_CASES, 2e-6, () => engine);
testAgainstContextOracle(CONTEXT_CASES, 2e-6, () => engine);
testOptimisers(RULE_CASES, 2e-6, () => engine);
