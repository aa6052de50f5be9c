/** A GPU that refuses or is lost is noticed, instead of leaving rubbish in the numbers. */
import {
  backend as currentBackend,
  findBackendFactory,
  registerBackend,
  removeBackend,
} from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import { STREAMS } from '#core/rng.ts';
import { english } from '#core/saying.ts';
import { PAPER_RANGES, sampleSinusoidTask } from '#families/sinusoid/sinusoid.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';

const losses: string[] = [];
const engine = createTensorEngine();
const network = initialiseNetwork({ layerSizes: [1, 4, 1], activation: 'relu' }, 'glorot', 1);
const task = sampleSinusoidTask(PAPER_RANGES, 1, STREAMS.shownTask, 0, { shots: 2, queryPoints: 2 });

function evaluateOnce() {
  const { architecture, parameters } = network;
  return engine.evaluate({
    architecture,
    loss: 'squaredError',
    parameters: [parameters],
    tasks: [task],
    rates: [0.01],
    innerSteps: 1,
  });
}

/** Breaks the device in the way of its kind. */
function loseDevice(): void {
  const backend = currentBackend();
  if (backend instanceof WebGPUBackend) backend.device.destroy();
  else if ('gpgpu' in backend && backend.gpgpu instanceof Object && 'gl' in backend.gpgpu) {
    const { gl } = backend.gpgpu;
    if (gl instanceof WebGL2RenderingContext) gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

beforeAll(async () => {
  await openBackend(inject('backend'), (reason) => losses.push(english(reason)));
});

afterAll(() => {
  // Other files run in this page, too: they open another.
  const name = inject('backend');
  const factory = findBackendFactory(name);
  removeBackend(name);
  registerBackend(name, factory);
});

test('an operation that the GPU refuses fails what is read after it, once', async () => {
  const backend = currentBackend();
  if (backend instanceof WebGPUBackend) {
    // No buffer may have no use: the device refuses it as it would a tensor too large.
    backend.device.createBuffer({ size: 16, usage: 0 });
    await backend.device.queue.onSubmittedWorkDone();
    await expect(evaluateOnce()).rejects.toMatchObject({ code: 'engine-failed' });
  }
  const { losses: found } = await evaluateOnce();
  expect(found.every(Number.isFinite)).toBe(true);
});

test('a lost device is told, with its reason', async () => {
  expect(losses).toEqual([]);
  loseDevice();
  await expect.poll(() => losses.length).toBe(1);
  expect(losses[0]).toMatch(/\w/);
});
