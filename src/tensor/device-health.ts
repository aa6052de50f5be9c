/**
 * Hears what TensorFlow.js does not tell: a GPU that refuses an operation, which would silently leave
 * rubbish in its output, and a GPU or context that is lost.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';

let refusal: string | null = null;
// Of the backend that is watched.
let hasLost: () => boolean = () => false;

/** An operation may fail before its cause is told. */
const NEWS_MILLISECONDS = 100;

/** What a backend computes on: at most one of both. */
export interface Watched {
  readonly device: GPUDevice | null;
  readonly context: WebGL2RenderingContext | null;
}

/** Watches the backend that has just been started; `tellLost` hears, once, why it is gone. */
export function watchDevice({ device, context }: Watched, tellLost: (reason: Words) => void): void {
  refusal = null;
  let isLost = false;
  const onLost = (reason: Words) => {
    if (!isLost) tellLost(reason);
    isLost = true;
  };
  hasLost = () => isLost || context?.isContextLost() === true;
  device?.addEventListener('uncapturederror', ({ error }) => {
    refusal ??= error.message;
  });
  void device?.lost.then(({ message }) => onLost(message || said`the GPU was lost`));
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
