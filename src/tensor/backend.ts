/** Backends of TensorFlow.js: which adapters there are, and how computing on them starts. */
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
  totalBytesOf,
} from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { watchDevice } from './device-health.ts';
import { registerSafeGradients } from './gradients.ts';
import { registerSmallKernels } from './small-kernels.ts';
import { registerUnaryKernels } from './unary-kernels.ts';

function unavailable(reason: Words): PlaygroundError {
  return new PlaygroundError('backend-unavailable', reason);
}

/** A page may have what its workers have not. */
function notOffered(name: string): PlaygroundError {
  return unavailable(said`this browser offers no ${name} to workers, which compute here`);
}

export interface Adapter {
  /** In the driver's own words. */
  readonly name: string;
  /** Whether software emulates it. */
  readonly emulated: boolean;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render|software/i;

/** Joins an adapter's fields, each fact once. */
function adapterName(fields: readonly string[]): string {
  const words = fields.map((field) => field.trim()).filter((field) => field !== '');
  const unique = words.filter(
    (word, index) =>
      !words.some((other, at) => at !== index && other.includes(word) && (other !== word || at < index)),
  );
  return unique.join(' ') || 'unnamed adapter';
}

async function probeWebGpu(): Promise<Adapter> {
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  if (gpu === undefined) throw notOffered('WebGPU');
  // The backend's own factory throws on a missing adapter, so ask first.
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw unavailable(said`WebGPU found no graphics adapter`);
  const { vendor, architecture, device, description } = adapter.info;
  const name = adapterName([vendor, architecture, device, description]);
  return { name, emulated: adapter.info.isFallbackAdapter || SOFTWARE.test(name) };
}

async function probeWebGl(): Promise<Adapter> {
  if (typeof OffscreenCanvas === 'undefined') throw notOffered('OffscreenCanvas');
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) throw notOffered('WebGL 2');
  if (context.getExtension('EXT_color_buffer_float') === null) {
    throw unavailable(said`WebGL cannot render to 32-bit floats here, so its numbers would be too coarse`);
  }
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const parameter: unknown = context.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  const name = adapterName([String(parameter)]);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, emulated: SOFTWARE.test(name) };
}

/** The adapter of a backend that is not started yet. @throws PlaygroundError `backend-unavailable` if there is none. */
export function findAdapter(backend: TensorBackendName): Promise<Adapter> {
  switch (backend) {
    case 'webgpu':
      return probeWebGpu();
    case 'webgl':
      return probeWebGl();
    case 'cpu':
      return Promise.resolve({ name: 'JavaScript on the CPU', emulated: false });
    default:
      return Promise.reject(new Error(backend satisfies never));
  }
}

/** The largest side of a texture, in which WebGL keeps one number a texel. */
function textureSide(): number {
  const side = env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  return side > 0 ? side : 4096;
}

/** Of the backend that is open. */
function memoryLimits(backend: TensorBackendName): MemoryLimits {
  const machine: object = globalThis.navigator ?? {};
  const totalBytes = totalBytesOf('deviceMemory' in machine ? machine.deviceMemory : null);
  const device = openDevice();
  if (device !== null) {
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    return { tensorBytes: Math.min(maxStorageBufferBindingSize, maxBufferSize), totalBytes };
  }
  const tensorBytes = backend === 'webgl' ? 4 * textureSide() ** 2 : totalBytes;
  return { tensorBytes, totalBytes };
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
  watchDevice(onLost);
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
