/**
 * As many runs on one thread each as there are processors, none of which knows of the others: what the threads of one run
 * could reach at most.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { RunnerQuestion } from './independent-run.ts';
import type { Row } from './row.ts';

const COUNT = availableParallelism();

async function ask(worker: Worker, question: RunnerQuestion): Promise<unknown> {
  const answered = once(worker, 'message');
  worker.postMessage(question);
  const [answer]: unknown[] = await answered;
  return answer;
}

/** Runs `work` on the row, whose time of a meta-step is that of all runs by their number. */
export async function withIndependentRuns<Result>(work: (row: Row) => Promise<Result>): Promise<Result> {
  const workers = Array.from(
    { length: COUNT },
    () => new Worker(new URL('./independent-run.mjs', import.meta.url)),
  );
  const askAll = (question: RunnerQuestion) => Promise.all(workers.map((worker) => ask(worker, question)));
  const row: Row = {
    name: `${COUNT} independent runs, wasm, 1 thread each`,
    includes: 'the same in each run; the time of all meta-steps by their number',
    adapter: async () => null,
    memory: async () => ({ heap: null, resident: null, gpu: null }),
    prepare: async (benchCase) => void (await askAll({ kind: 'prepare', benchCase })),
    async run(count) {
      const start = performance.now();
      await askAll({ kind: 'run', count });
      return (performance.now() - start) / COUNT;
    },
    async gradient() {
      const [gradient] = await askAll({ kind: 'gradient' });
      return Array.isArray(gradient) ? gradient.map(Number) : [];
    },
    dispose: async () => void (await askAll({ kind: 'dispose' })),
  };
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return await work(row);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
