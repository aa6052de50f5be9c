/** The SIMD engine agrees with PyTorch in float64. */
import { testAgainstOracle, testAgainstSolvedOracle } from '../../../oracle-agreement.ts';
import { DESCENT_CASES, SOLVED_CASES } from '../../../oracle.ts';
import { simdEngine } from '../../../simd-engine.ts';

const engine = simdEngine();

testAgainstOracle(DESCENT_CASES, 2e-6, () => engine);
testAgainstSolvedOracle(SOLVED_CASES, 2e-6, () => engine);
