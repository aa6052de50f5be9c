/** Runs of many meta-steps: what they keep in memory, and how long they take from end to end. */
import type { BenchCase } from './competitor.ts';
import type { Cell, Findings } from '../report.ts';
import type { Row } from './row.ts';

const SMALL: BenchCase = { metaBatch: 4, shots: 5, innerSteps: 1, width: 40 };
const PAPER: BenchCase = { metaBatch: 25, shots: 10, innerSteps: 1, width: 40 };
const READINGS = 4;
const PARTS = 10;

function inMebibytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 2 ** 20;
}

/** Memory at the start, after each quarter and at the end. */
export async function measureMemory(
  row: Row,
  iterations: number,
  versions: Readonly<Record<string, string>>,
): Promise<Findings> {
  await row.prepare(SMALL);
  // Not counted: it compiles and allocates what the run keeps.
  await row.run(1);
  const rows: Cell[][] = [];
  let done = 0;
  let seconds = 0;
  const read = async () => {
    const { heap, gpu } = await row.memory();
    rows.push([done, inMebibytes(heap), inMebibytes(gpu), gpu, Math.round(seconds)]);
    console.log(`${done} meta-steps: heap ${heap} bytes, GPU ${gpu} bytes`);
  };
  await read();
  for (let quarter = 1; quarter <= READINGS; quarter++) {
    const until = Math.round((quarter * iterations) / READINGS);
    seconds += (await row.run(until - done)) / 1000;
    done = until;
    await read();
  }
  await row.dispose();
  const { gpu } = await row.memory();
  return {
    adapter: await row.adapter(),
    versions,
    tables: [
      {
        caption: `${row.name}, T = 4, K = Q = 5, n = 1, width 40, warmed up by one meta-step. Heap after a collection; GPU buffers that are not destroyed.`,
        columns: ['meta-steps', 'heap, MiB', 'GPU buffers, MiB', 'GPU buffers, bytes', 'seconds'],
        rows,
      },
    ],
    notes: [`Bytes of GPU buffers after the run is disposed of: ${gpu}.`],
  };
}

/** One training run of the paper's size, from the start of the engine to its last loss. */
export async function timeTraining(
  row: Row,
  iterations: number,
  versions: Readonly<Record<string, string>>,
): Promise<Findings> {
  const start = performance.now();
  await row.prepare(PAPER);
  let milliseconds = 0;
  let done = 0;
  for (let part = 1; part <= PARTS; part++) {
    const until = Math.round((part * iterations) / PARTS);
    milliseconds += await row.run(until - done);
    done = until;
    console.log(`${done} of ${iterations} iterations, ${(milliseconds / 1000).toFixed(0)} s`);
  }
  const seconds = (performance.now() - start) / 1000;
  await row.dispose();
  return {
    adapter: await row.adapter(),
    versions,
    tables: [
      {
        caption: `${row.name}, T = 25, K = Q = 10, n = 1, width 40, compiling and tuning included.`,
        columns: ['iterations', 'seconds', 'iterations per second'],
        rows: [[iterations, seconds, iterations / seconds]],
      },
    ],
    notes: [],
  };
}
