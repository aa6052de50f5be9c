/** The tensor engine on the CPU: classes as PyTorch and plain loops in float64 have them. tests/gpu asks it on GPUs. */
import { afterAll, beforeAll, test, vi } from 'vitest';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { expectClassification } from '../../classification-cases.ts';
import { testAgainstOracle } from '../../oracle-agreement.ts';
import { CLASS_CASES } from '../../oracle.ts';
import { rounds } from '../../repeats.ts';

// TensorFlow.js on JavaScript alone.
vi.setConfig({ testTimeout: 60_000 });

const engine = createTensorEngine();
beforeAll(() => openBackend('cpu'));
afterAll(() => engine.dispose());

testAgainstOracle(CLASS_CASES, 1e-4, () => engine);

const RUNS = rounds(2, 50);

test(`${RUNS} random networks have the meta-gradients and losses of the reference`, async () => {
  await expectClassification(engine, RUNS, Number(import.meta.env['VITE_PROPERTY_SEED'] ?? 1));
}, 900_000);
