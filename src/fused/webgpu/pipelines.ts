/** The engine's compiled kernels: compiled once each, asynchronously, and shared by every run. */
import { PlaygroundError } from '#core/errors.ts';
import { type Architecture, describeArchitecture } from '#models/architecture.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import { said } from '#core/saying.ts';
import type { Tile } from '#core/tuning.ts';
import { outerStepKernel } from './outer-step-kernel.ts';
import { SAMPLING_KERNEL } from './sampling-kernel.ts';
import { type KernelParts, taskKernel } from './task-kernel.ts';

export interface Pipelines {
  /** The kernel that follows schedules, with what its schedules need beside the rest, for products shared out by `tile`. */
  task(
    architecture: Architecture,
    loss: LossName,
    tile: Tile,
    memorySize: number,
    parts: KernelParts,
  ): Promise<GPUComputePipeline>;
  outerStep(memorySize: number): Promise<GPUComputePipeline>;
  sampling(): Promise<GPUComputePipeline>;
}

async function compile(device: GPUDevice, name: string, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label: name, code });
  try {
    return await device.createComputePipelineAsync({
      label: name,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const found = messages[0]?.message ?? (error instanceof Error ? error.message : String(error));
    throw new PlaygroundError(
      'engine-failed',
      said`Expected the GPU to compile the kernel “${name}”, found: ${found.slice(0, 300)}`,
    );
  }
}

/** Pipelines of one device. @throws PlaygroundError `engine-failed` where a kernel does not compile. */
export function createPipelines(device: GPUDevice): Pipelines {
  const compiled = new Map<string, Promise<GPUComputePipeline>>();
  const once = (key: string, name: string, code: () => string) => {
    const present = compiled.get(key);
    if (present !== undefined) return present;
    const pipeline = compile(device, name, code());
    compiled.set(key, pipeline);
    return pipeline;
  };
  return {
    task(architecture, loss, tile, memorySize, parts) {
      const own = `${parts.fits ? ' ridge' : ''}${parts.movesContext ? ' context' : ''}`;
      const name = `${describeArchitecture(architecture)} ${loss}${own} task`;
      const key = `${name} ${tile.rows}×${tile.columns}/${tile.invocations} ${memorySize}`;
      return once(key, name, () => taskKernel(architecture, loss, tile, memorySize, parts));
    },
    outerStep: (memorySize) =>
      once(`outer step ${memorySize}`, 'outer step', () => outerStepKernel(memorySize)),
    sampling: () => once('sampling', 'sampling', () => SAMPLING_KERNEL),
  };
}
