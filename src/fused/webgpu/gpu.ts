/** The device as the engine uses it: buffers that are freed together, checked work, one readback at a time. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { tooLarge } from '../refusal.ts';

/** Buffers with one lifetime. */
export interface Buffers {
  storage(bytes: number): GPUBuffer;
  uniform(bytes: number): GPUBuffer;
  /** What results are copied to, to be read by the CPU. */
  readable(bytes: number): GPUBuffer;
  destroy(): void;
}

export function createBuffers(device: GPUDevice): Buffers {
  const owned: GPUBuffer[] = [];
  const create = (bytes: number, usage: number) => {
    // Sizes of bindings are whole multiples of 16 for the sake of uniform structures.
    const buffer = device.createBuffer({ size: Math.ceil(bytes / 16) * 16, usage });
    owned.push(buffer);
    return buffer;
  };
  return {
    storage: (bytes) =>
      create(bytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC),
    uniform: (bytes) => create(bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST),
    readable: (bytes) => create(bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST),
    destroy() {
      for (const buffer of owned) buffer.destroy();
      owned.length = 0;
    },
  };
}

/** @throws PlaygroundError `engine-failed` if the GPU refuses what `work` asks of it. */
export async function checked<Result>(device: GPUDevice, work: () => Result): Promise<Result> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  const popBoth = () => Promise.all([device.popErrorScope(), device.popErrorScope()]);
  let result: Result;
  try {
    result = work();
  } catch (error) {
    await popBoth();
    throw error;
  }
  const refusal = (await popBoth()).find((error) => error !== null);
  if (refusal === undefined || refusal === null) return result;
  throw new PlaygroundError(
    'engine-failed',
    said`Expected the GPU to run the fused kernels, found a refusal: ${refusal.message.slice(0, 200)}`,
    said`Fewer tasks, fewer points or a smaller network need less of its memory.`,
  );
}

/** The first `bytes` of a readable buffer, copied. */
export async function read(buffer: GPUBuffer, bytes: number): Promise<Float32Array> {
  await buffer.mapAsync(GPUMapMode.READ, 0, bytes);
  const values = new Float32Array(buffer.getMappedRange(0, bytes).slice(0));
  buffer.unmap();
  return values;
}

export function bind(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  buffers: readonly GPUBuffer[],
): GPUBindGroup {
  return device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
}

/** Sizes of memories, in numbers, step by this factor, so that few kernels are compiled. */
const SIZE_FACTOR = 4;
const SMALLEST_SIZE = 2 ** 20;

/** A memory for `tasks` tasks or as many of them as fit. */
export interface MemoryPlan {
  /** Numbers in all, for which the kernels are compiled. */
  readonly size: number;
  readonly tasksAtOnce: number;
}

/** The most bytes that one memory of the engine may take: what the device binds, within reason. */
const MEMORY_BUDGET = 2 ** 28;

/** Numbers in the largest memory that the device gives the engine, whose whole is one binding. */
export function roomOf({ limits }: Pick<GPUDevice, 'limits'>): number {
  const { maxStorageBufferBindingSize, maxBufferSize } = limits;
  return Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize, MEMORY_BUDGET) / 4);
}

/** @throws PlaygroundError `engine-failed` if not even one task fits. */
export function planMemory(
  device: GPUDevice,
  sharedSize: number,
  taskSize: number,
  tasks: number,
): MemoryPlan {
  const { maxComputeWorkgroupsPerDimension } = device.limits;
  const most = roomOf(device);
  const refusal = tooLarge(sharedSize + taskSize, most);
  if (refusal !== null) {
    const hint = said`Fewer inner steps, fewer points or a smaller network need less.`;
    throw new PlaygroundError('engine-failed', refusal, hint);
  }
  const fitting = Math.floor((most - sharedSize) / taskSize);
  const tasksAtOnce = Math.min(tasks, fitting, maxComputeWorkgroupsPerDimension);
  const needed = sharedSize + tasksAtOnce * taskSize;
  let size = SMALLEST_SIZE;
  while (size < needed) size *= SIZE_FACTOR;
  return { size: Math.min(size, most), tasksAtOnce };
}
