/** Our own kernels on WebGPU, and how they are tuned to the adapter; loaded where there is one. */
import type { Tuning } from '#core/tuning.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines } from '#fused/webgpu/pipelines.ts';
import { fitTile, guessTuning, tune } from '#fused/webgpu/tuning.ts';
import type { Architecture } from '#models/architecture.ts';
import type { Kernels } from './kernels.ts';

export function kernelsOnGpu(device: GPUDevice, emulated: boolean, remembered: Tuning | null): Kernels {
  let { tile } = remembered ?? guessTuning(emulated);
  const pipelines = createPipelines(device);
  const tileFor = (architecture: Architecture) => fitTile(tile, architecture);
  const create = () => createFusedEngine(gpuMachine({ device, pipelines, tileFor }));
  return {
    create,
    another: create,
    measure: (signal) =>
      remembered === null ? tune(device, pipelines, emulated, signal) : Promise.resolve(null),
    adopt: (tuning) => {
      tile = tuning.tile;
    },
  };
}
