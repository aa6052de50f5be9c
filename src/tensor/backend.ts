/** Backends of TensorFlow.js: how computing on them starts. */
import {
  backend as currentBackend,
  env,
  matMul,
  removeBackend,
  setBackend,
  tensor2d,
} from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  type BackendReport,
  type MemoryLimits,
  openFirst,
  TENSOR_BACKENDS,
  type TensorBackendName,
} from '#core/backend.ts';
import { said, type Words } from '#core/saying.ts';
import { findAdapter, machineMemory, unavailable } from './adapters.ts';
import { watchDevice } from './device-health.ts';
import { registerSafeGradients } from './gradients.ts';
import { registerProcessorKernels } from './processor-kernels.ts';
import { registerSmallKernels } from './small-kernels.ts';
import { registerUnaryKernels } from './unary-kernels.ts';

/** The largest side of a texture, in which WebGL keeps one number a texel. */
function textureSide(): number {
  const side = env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  return side > 0 ? side : 4096;
}

/** Of the backend that is open. */
function memoryLimits(backend: TensorBackendName): MemoryLimits {
  const machine = machineMemory();
  const device = openDevice();
  if (device !== null) {
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    return { ...machine, tensorBytes: Math.min(maxStorageBufferBindingSize, maxBufferSize) };
  }
  return backend === 'webgl' ? { ...machine, tensorBytes: 4 * textureSide() ** 2 } : machine;
}

/** The context of a WebGL backend, which its types keep to themselves. */
function contextOf(backend: unknown): WebGL2RenderingContext | null {
  if (typeof backend !== 'object' || backend === null || !('gpgpu' in backend)) return null;
  const { gpgpu } = backend;
  if (typeof gpgpu !== 'object' || gpgpu === null || !('gl' in gpgpu)) return null;
  return gpgpu.gl instanceof WebGL2RenderingContext ? gpgpu.gl : null;
}

/** A product whose value is known: a backend that starts but computes wrongly is refused. */
async function checkArithmetic(): Promise<void> {
  const left = tensor2d([1, 2, 3, 4], [2, 2]);
  const product = matMul(left, left);
  const found = Array.from(await product.data()).join();
  left.dispose();
  product.dispose();
  if (found !== '7,10,15,22') {
    throw unavailable(said`expected the matrix product ${'7,10,15,22'}, found ${found}`);
  }
}

/**
 * Starts a backend whose adapter was found, and tells what it lends; `onLost` hears if its GPU is lost later.
 * @throws PlaygroundError `backend-unavailable` if it does not start, or computes wrongly.
 */
export async function startBackend(
  backend: TensorBackendName,
  onLost: (reason: Words) => void = () => undefined,
): Promise<MemoryLimits> {
  registerSafeGradients();
  registerSmallKernels();
  registerUnaryKernels();
  registerProcessorKernels();
  // Half-precision textures would lose the last digits of every meta-gradient.
  if (backend === 'webgl') env().set('WEBGL_FORCE_F16_TEXTURES', false);
  // Small tensors that were just uploaded would be computed by the processor, whose bits are others: a resumed run would not go on as it was.
  if (backend === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false);
  if (backend === 'webgl') env().set('WEBGL_CPU_FORWARD', false);
  if (!(await setBackend(backend))) {
    removeBackend(backend);
    throw unavailable(said`TensorFlow.js could not start it`);
  }
  await checkArithmetic();
  watchDevice({ device: openDevice(), context: contextOf(currentBackend()) }, onLost);
  return memoryLimits(backend);
}

/**
 * Starts the backend that is asked for, else the first that works, emulated or not.
 * @throws PlaygroundError `backend-unavailable` if none does.
 */
export async function openBackend(
  requested: TensorBackendName | null,
  onLost?: (reason: Words) => void,
): Promise<BackendReport> {
  const others = TENSOR_BACKENDS.filter((name) => name !== requested);
  const order = requested === null ? others : [requested, ...others];
  const { opened, refused } = await openFirst(order, async (backend) => {
    const { name, emulated } = await findAdapter(backend);
    return { backend, adapter: name, emulated, limits: await startBackend(backend, onLost) };
  });
  return { ...opened, requested, refused };
}

/** The GPU of the open backend, shared with TensorFlow.js; `null` where the backend is not WebGPU. */
export function openDevice(): GPUDevice | null {
  const backend = currentBackend();
  return backend instanceof WebGPUBackend ? backend.device : null;
}
