/** Ways in which a page loses its engine, done to it from outside: the built app has no hook for them. */
import type { Page, Worker } from 'playwright-core';

/** Whether a worker's script is the engine's; its threads have another. */
export function isEngineAddress(address: string): boolean {
  return /\/worker-[^/]*\.js$/.test(address);
}

/** The page's engine of the moment; a page without one waits for it. */
export async function engineWorker(page: Page): Promise<Worker> {
  const isEngine = (worker: Worker) => isEngineAddress(worker.url());
  return page.workers().findLast(isEngine) ?? page.waitForEvent('worker', isEngine);
}

/** Things that are asked of a device. */
type AskedOfDevice = 'createCommandEncoder' | 'createComputePipelineAsync' | 'pushErrorScope';

/** To compute with the fused kernels, which comes once the backend has been opened. */
export const ASKED_BY_FUSED = ['createComputePipelineAsync', 'pushErrorScope'] as const;

/** Destroys the device at the next of these things that is asked of it; to compute at all, unless told otherwise. */
export async function loseDevice(
  worker: Worker,
  asked: readonly AskedOfDevice[] = ['createCommandEncoder'],
): Promise<void> {
  await worker.evaluate((names) => {
    const { prototype } = GPUDevice;
    const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(prototype, name)] as const);
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) throw new Error(`Expected a device to have ${name}.`);
      const { value: original } = descriptor;
      Object.defineProperty(prototype, name, {
        ...descriptor,
        value(this: GPUDevice, ...given: unknown[]) {
          for (const [changed, known] of before) Object.defineProperty(prototype, changed, known ?? {});
          this.destroy();
          return Reflect.apply(original, this, given);
        },
      });
    }
  }, asked);
}

/** Loses the WebGL context at the next thing that is drawn. */
export async function loseContext(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const { prototype } = WebGL2RenderingContext;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, 'drawElements');
    if (descriptor === undefined) throw new Error('Expected a context to draw.');
    const { value: original } = descriptor;
    Object.defineProperty(prototype, 'drawElements', {
      ...descriptor,
      value(this: WebGL2RenderingContext, ...given: unknown[]) {
        Object.defineProperty(prototype, 'drawElements', descriptor);
        this.getExtension('WEBGL_lose_context')?.loseContext();
        return Reflect.apply(original, this, given);
      },
    });
  });
}

/** Ends the worker without a word, in the middle of whatever it does. */
export async function endWorker(worker: Worker): Promise<void> {
  // Nobody may be left to answer.
  await worker.evaluate(() => self.close()).catch(() => undefined);
}

/** Keeps the worker busy with nothing, for ever. */
export function hangWorker(worker: Worker): void {
  const forEver = () => {
    for (;;);
  };
  // Ends with the worker.
  worker.evaluate(forEver).catch(() => undefined);
}

/** Makes the worker throw where nobody catches. */
export async function crashWorker(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('A fault of the test.');
    });
  });
}
