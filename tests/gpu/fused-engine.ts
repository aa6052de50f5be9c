/** The fused engine on TensorFlow.js's own WebGPU device, so that both engines can be compared on one. */
import { backend as currentBackend } from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterEach, beforeAll, inject } from 'vitest';
import { createFusedEngine, type FusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines, type Pipelines } from '#fused/webgpu/pipelines.ts';
import { guessTuning } from '#fused/webgpu/tuning.ts';
import { openBackend } from '#tensor/backend.ts';

export interface FusedUnderTest {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  readonly engine: FusedEngine;
}

/** Of each device: all files run in one page, so that a kernel compiled for one serves the others. */
const compiled = new WeakMap<GPUDevice, Pipelines>();

export function pipelinesOf(device: GPUDevice): Pipelines {
  const pipelines = compiled.get(device) ?? createPipelines(device);
  compiled.set(device, pipelines);
  return pipelines;
}

export type TileFor = Parameters<typeof gpuMachine>[0]['tileFor'];

/**
 * What to call in a test for the engine, ready before the first test of a file. Without `tileFor` it is tuned as on
 * the page; a small tile compiles faster on the emulated GPU.
 */
export function fusedEngineUnderTest(tileFor?: TileFor): () => FusedUnderTest {
  let opened: FusedUnderTest | null = null;
  beforeAll(async () => {
    if (inject('backend') !== 'webgpu') return;
    const { emulated } = await openBackend('webgpu');
    const current = currentBackend();
    if (!(current instanceof WebGPUBackend)) throw new Error('Expected the WebGPU backend.');
    const { device } = current;
    const pipelines = pipelinesOf(device);
    const { tile } = guessTuning(emulated);
    opened = {
      device,
      pipelines,
      engine: createFusedEngine(gpuMachine({ device, pipelines, tileFor: tileFor ?? (() => tile) })),
    };
  });
  afterEach(() => opened?.engine.dispose());
  return () => {
    if (opened === null) throw new Error('Expected WebGPU, on which alone the fused engine runs.');
    return opened;
  };
}
