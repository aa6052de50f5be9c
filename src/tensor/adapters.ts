/**
 * Which adapters there are to compute on, and what the machine lends. Nothing here needs TensorFlow.js, which comes when a backend
 * of its own is opened.
 */
import { type MemoryLimits, type TensorBackendName, totalBytesOf } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';

/** A backend that cannot be had. */
export function unavailable(reason: Words): PlaygroundError {
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

/** What the processor's memory lends. */
export function machineMemory(): MemoryLimits {
  const machine: object = globalThis.navigator ?? {};
  const totalBytes = totalBytesOf('deviceMemory' in machine ? machine.deviceMemory : null);
  return { tensorBytes: totalBytes, totalBytes };
}
