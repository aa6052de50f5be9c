/**
 * Hears what TensorFlow.js does not tell: a GPU that refuses an operation, which would silently leave
 * rubbish in its output, and a GPU or context that is lost.
 */
import { backend as currentBackend } from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';

let refusal: string | null = null;
// Of the backend that is watched.
let hasLost: () => boolean = () => false;

/** An operation may fail before its cause is told. */
const NEWS_MILLISECONDS = 100;

function contextOf(backend: unknown): WebGL2RenderingContext | null {
  if (typeof backend !== 'object' || backend === null || !('gpgpu' in backend)) return null;
  const { gpgpu } = backend;
  if (typeof gpgpu !== 'object' || gpgpu === null || !('gl' in gpgpu)) return null;
  return gpgpu.gl instanceof WebGL2RenderingContext ? gpgpu.gl : null;
}

/** Watches the backend that has just been started; `tellLost` hears, once, why it is gone. */
export function watchDevice(tellLost: (reason: Words) => void): void {
  refusal = null;
  let isLost = false;
  const onLost = (reason: Words) => {
    if (!isLost) tellLost(reason);
    isLost = true;
  };
  const backend = currentBackend();
  const context = contextOf(backend);
  hasLost = () => isLost || context?.isContextLost() === true;
  if (backend instanceof WebGPUBackend) {
    backend.device.addEventListener('uncapturederror', ({ error }) => {
      refusal ??= error.message;
    });
    void backend.device.lost.then(({ message }) => onLost(message || said`the GPU was lost`));
  }
  context?.canvas.addEventListener('webglcontextlost', () => onLost(said`the WebGL context was lost`));
}

/** Whether the GPU or the context is gone: what it answers since then looks like numbers, but means nothing. */
export function isDeviceLost(): boolean {
  return hasLost();
}

/** Call after a failure: whether a loss may be its cause. */
export async function isDeviceLostSoon(): Promise<boolean> {
  if (hasLost()) return true;
  await new Promise((resolve) => {
    setTimeout(resolve, NEWS_MILLISECONDS);
  });
  return hasLost();
}

/** Call after a readback. @throws PlaygroundError `engine-failed` if the GPU refused an operation before it. */
export function assertDeviceSound(): void {
  if (refusal === null) return;
  const reason = refusal;
  refusal = null;
  throw new PlaygroundError(
    'engine-failed',
    said`Expected the GPU to run every operation, found a refusal: ${reason.slice(0, 200)}`,
    said`Fewer tasks, fewer points or a smaller network need less of its memory.`,
  );
}
