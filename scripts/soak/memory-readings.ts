/** What a page and its worker keep in memory, read from outside after a collection. */
import type { Page } from 'playwright-core';
import { engineWorker, isEngineAddress } from './losses.ts';

/** Bytes and counts. */
export interface MemoryReading {
  /** JavaScript's own, what it keeps for the document, and array buffers. */
  readonly pageHeap: number;
  readonly workerHeap: number;
  /** GPU buffers of the worker that nobody has destroyed, and WebAssembly's memories that somebody holds. */
  readonly kernelMemory: number;
  readonly nodes: number;
  readonly listeners: number;
}

/**
 * JavaScript as the engine reads it, never compiled further: what compiled code takes grows and shrinks by the browser's own
 * judgement, long after the page itself stands still.
 */
export const WITHOUT_COMPILED_CODE = ['--js-flags=--no-opt --no-maglev --no-sparkplug --no-flush-bytecode'];

export interface MemoryWatch {
  read(): Promise<MemoryReading>;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize: number;
  readonly backingStorageSize: number;
}

function bytesOf({ usedSize, embedderHeapUsedSize, backingStorageSize }: HeapUsage): number {
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}

/** Runs in the worker before its own code. No named function within: tsx wraps those in a helper that the worker does not have. */
function countBuffers(): void {
  const memories: WeakRef<WebAssembly.Memory>[] = [];
  Reflect.set(globalThis, 'wasmMemories', memories);
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(original, given) {
      const memory = new original(...(given as [WebAssembly.MemoryDescriptor]));
      memories.push(new WeakRef(memory));
      return memory;
    },
  });
  const alive = new WeakSet<object>();
  let bytes = 0;
  const create = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'createBuffer');
  const destroy = Object.getOwnPropertyDescriptor(GPUBuffer.prototype, 'destroy');
  GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor): GPUBuffer {
    const buffer: GPUBuffer = create?.value.call(this, descriptor);
    alive.add(buffer);
    bytes += buffer.size;
    Reflect.set(globalThis, 'gpuBufferBytes', bytes);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function (this: GPUBuffer): undefined {
    if (alive.delete(this)) bytes -= this.size;
    Reflect.set(globalThis, 'gpuBufferBytes', bytes);
    destroy?.value.call(this);
  };
}

/** Lets the worker of a page that is about to be opened count what its kernels have. */
export async function countKernelMemory(page: Page): Promise<void> {
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    const answer = await route.fetch();
    const body = `(${countBuffers.toString()})();\n${await answer.text()}`;
    await route.fulfill({ response: answer, body });
  });
}

/** Watches an open page; a worker that takes the place of the first is watched from then on. */
export async function watchMemory(page: Page): Promise<MemoryWatch> {
  const session = await page.context().newCDPSession(page);
  let worker: string | null = null;
  let lastId = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker' && isEngineAddress(targetInfo.url)) worker = sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
    if (id === undefined) return;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  // Sessions of workers are not handed out by Playwright, so messages to them travel inside others.
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });

  const askWorker = async (method: string): Promise<unknown> => {
    if (worker === null) throw new Error('Expected a worker of the page, found none.');
    lastId += 1;
    const id = lastId;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    await session.send('Target.sendMessageToTarget', {
      sessionId: worker,
      message: JSON.stringify({ id, method }),
    });
    return answer;
  };

  return {
    async read() {
      // Twice: what the first collection finds dead may hold what only the second can.
      for (let round = 0; round < 2; round++) {
        await askWorker('HeapProfiler.collectGarbage');
        await session.send('HeapProfiler.collectGarbage');
      }
      // At once: a page that rests makes some hundred kilobytes of garbage in a second.
      const heap = await session.send('Runtime.getHeapUsage');
      const workerHeap = (await askWorker('Runtime.getHeapUsage')) as HeapUsage;
      const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
      const engine = await engineWorker(page);
      const kernelMemory = await engine.evaluate(() => {
        const memories: unknown = Reflect.get(globalThis, 'wasmMemories');
        const sizes = (memories as WeakRef<WebAssembly.Memory>[]).map(
          (memory) => memory.deref()?.buffer.byteLength ?? 0,
        );
        return sizes.reduce(
          (sum, size) => sum + size,
          Number(Reflect.get(globalThis, 'gpuBufferBytes') ?? 0),
        );
      });
      return {
        pageHeap: bytesOf(heap),
        workerHeap: bytesOf(workerHeap),
        kernelMemory,
        nodes,
        listeners: jsEventListeners,
      };
    },
  };
}
