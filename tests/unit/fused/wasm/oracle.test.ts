/** The SIMD engine agrees with PyTorch in float64. */
import { testAgainstOracle } from '../../../oracle-agreement.ts';
import { ORACLE_CASES } from '../../../oracle.ts';
import { simdEngine } from '../../../simd-engine.ts';

const engine = simdEngine();

testAgainstOracle(ORACLE_CASES, 2e-6, () => engine);
