/**
 * Hears what TensorFlow.js does not tell: a GPU that refuses an operation, which would silently leave
 * rubbish in its output, and a GPU or context that is lost.
 */
import { backend as currentBackend } from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { PlaygroundError } from '#core/errors.ts';

let refusal: string | null = null;

function canvasOf(backend: unknown): EventTarget | null {
  if (typeof backend !== 'object' || backend === null || !('gpgpu' in backend)) return null;
  const { gpgpu } = backend;
  if (typeof gpgpu !== 'object' || gpgpu === null || !('gl' in gpgpu)) return null;
  return gpgpu.gl instanceof WebGL2RenderingContext ? gpgpu.gl.canvas : null;
}

/** Watches the backend that has just been started; `onLost` hears why it is gone. */
export function watchDevice(onLost: (reason: string) => void): void {
  refusal = null;
  const backend = currentBackend();
  if (backend instanceof WebGPUBackend) {
    backend.device.addEventListener('uncapturederror', ({ error }) => {
      refusal ??= error.message;
    });
    void backend.device.lost.then(({ message }) => onLost(message || 'the GPU was lost'));
  }
  canvasOf(backend)?.addEventListener('webglcontextlost', () => onLost('the WebGL context was lost'));
}

/** Call after a readback. @throws PlaygroundError `engine-failed` if the GPU refused an operation before it. */
export function assertDeviceSound(): void {
  if (refusal === null) return;
  const reason = refusal;
  refusal = null;
  throw new PlaygroundError(
    'engine-failed',
    `Expected the GPU to run every operation, found a refusal: ${reason.slice(0, 200)}`,
    'Fewer tasks, fewer points or a smaller network need less of its memory.',
  );
}
