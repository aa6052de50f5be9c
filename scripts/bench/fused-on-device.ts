/** The fused engine on a device, wherever that comes from, tuned as the page tunes it. */
import { createFusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines } from '#fused/webgpu/pipelines.ts';
import { fitTile, guessTuning, tune } from '#fused/webgpu/tuning.ts';
import { watchBuffers } from './gpu-bytes.ts';
import type { OpenedEngine } from './own-competitor.ts';

export async function openFused(
  device: GPUDevice,
  adapter: string,
  emulated: boolean,
): Promise<OpenedEngine> {
  const gpuBytes = watchBuffers(device);
  const pipelines = createPipelines(device);
  const { tile } = (await tune(device, pipelines, emulated)) ?? guessTuning(emulated);
  const engine = createFusedEngine(
    gpuMachine({
      device,
      pipelines,
      tileFor: (architecture) => fitTile(tile, architecture),
    }),
  );
  return { engine, adapter, gpuBytes };
}
