/** The tensor engine on the CPU solves for heads of classes as plain arithmetic in float64 does. */
import { afterAll, beforeAll, vi } from 'vitest';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { testClassHeads } from '../../class-heads.ts';

// TensorFlow.js on JavaScript alone.
vi.setConfig({ testTimeout: 60_000 });

const engine = createTensorEngine();
beforeAll(() => openBackend('cpu'));
afterAll(() => engine.dispose());

testClassHeads(2e-5, () => engine);
