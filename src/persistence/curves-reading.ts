/** Reading a file of curves in a worker of its own. */
import { errorOf, PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { CurvesAsked, CurvesNews } from './curves-reader.worker.ts';

export type ReadCurves = Extract<CurvesNews, { kind: 'read' }>;

/** @throws PlaygroundError `input-invalid` naming line and column. */
export async function readCurvesInWorker(asked: CurvesAsked): Promise<ReadCurves> {
  const worker = new Worker(new URL('./curves-reader.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<ReadCurves>((resolve, reject) => {
      worker.addEventListener('error', () =>
        reject(
          new PlaygroundError(
            'input-invalid',
            said`Expected the page’s script that reads curves to load, found that it did not.`,
          ),
        ),
      );
      worker.addEventListener('message', ({ data }: MessageEvent<CurvesNews>) => {
        if (data.kind === 'read') resolve(data);
        else reject(errorOf(data.report));
      });
      worker.postMessage(asked);
    });
  } finally {
    worker.terminate();
  }
}
