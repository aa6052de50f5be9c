/** Ways in which a page loses its engine, done to it from outside: the built app has no hook for them. */
import type { Page, Worker } from 'playwright-core';

/** The page's engine of the moment; a page without one waits for it. */
export async function engineWorker(page: Page): Promise<Worker> {
  const isEngine = (worker: Worker) => /\/worker-[^/]*\.js$/.test(worker.url());
  return page.workers().findLast(isEngine) ?? page.waitForEvent('worker', isEngine);
}

/** Destroys the device at the next thing that is asked of it. */
export async function loseDevice(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const { prototype } = GPUDevice;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, 'createCommandEncoder');
    if (descriptor === undefined) throw new Error('Expected a device to encode commands.');
    const { value: original } = descriptor;
    Object.defineProperty(prototype, 'createCommandEncoder', {
      ...descriptor,
      value(this: GPUDevice, ...given: unknown[]) {
        Object.defineProperty(prototype, 'createCommandEncoder', descriptor);
        this.destroy();
        return Reflect.apply(original, this, given);
      },
    });
  });
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

/** Makes the worker throw where nobody catches. */
export async function crashWorker(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('A fault of the test.');
    });
  });
}
