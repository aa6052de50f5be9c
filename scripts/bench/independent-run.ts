/** One of several runs that know nothing of each other, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import type { BenchCase } from './competitor.ts';
import { withSimdRows } from './simd-in-node.ts';

export type RunnerQuestion =
  | { readonly kind: 'prepare'; readonly benchCase: BenchCase }
  | { readonly kind: 'run'; readonly count: number }
  | { readonly kind: 'gradient' }
  | { readonly kind: 'dispose' };

await withSimdRows(
  ([row]) =>
    new Promise<void>(() => {
      if (row === undefined) throw new Error('Expected a row on one thread.');
      const answerTo = (question: RunnerQuestion): Promise<unknown> => {
        switch (question.kind) {
          case 'prepare':
            return row.prepare(question.benchCase);
          case 'run':
            return row.run(question.count);
          case 'gradient':
            return row.gradient();
          case 'dispose':
            return row.dispose();
          default:
            return question satisfies never;
        }
      };
      parentPort?.on('message', (question: RunnerQuestion) => {
        void answerTo(question).then((answer) => parentPort?.postMessage(answer ?? null));
      });
      parentPort?.postMessage('ready');
    }),
  [1],
);
