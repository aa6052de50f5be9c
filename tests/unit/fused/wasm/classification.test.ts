/** The SIMD engine agrees with plain loops in float64 on convolutional networks and perceptrons that tell classes apart. */
import { test } from 'vitest';
import { expectClassification } from '../../../classification-cases.ts';
import { testAgainstOracle } from '../../../oracle-agreement.ts';
import { CLASS_CASES } from '../../../oracle.ts';
import { rounds } from '../../../repeats.ts';
import { simdEngine } from '../../../simd-engine.ts';

const engine = simdEngine();

testAgainstOracle(CLASS_CASES, 2e-6, () => engine);

const RUNS = rounds(4, 50);

test(`${RUNS} random networks have the meta-gradients and losses of the reference`, async () => {
  await expectClassification(engine, RUNS, Number(import.meta.env['VITE_PROPERTY_SEED'] ?? 1));
}, 600_000);
