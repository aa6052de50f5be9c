/** Runs of many meta-steps: what they keep in memory, and how long they take from end to end. */
import { setTimeout } from 'node:timers/promises';
import type { BenchCase } from './competitor.ts';
import type { Cell, Findings, Table } from '../report.ts';
import type { Row } from './row.ts';

const SMALL: BenchCase = { family: 'sinusoid', metaBatch: 4, shots: 5, innerSteps: 1, width: 40 };
const PAPER: BenchCase = { family: 'sinusoid', metaBatch: 25, shots: 10, innerSteps: 1, width: 40 };
const WARM_UP = 1000;
const START_MILLISECONDS = 3000;
const READINGS = 4;
const PARTS = 10;

function inMebibytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 2 ** 20;
}

/** Memory of each row after a warm-up, after each quarter and at the end. */
export async function measureMemory(
  rows: readonly Row[],
  iterations: number,
  versions: Readonly<Record<string, string>>,
): Promise<Findings> {
  const tables: Table[] = [];
  const notes: string[] = [];
  for (const row of rows) {
    tables.push(await memoryOf(row, iterations));
    const { gpu } = await row.memory();
    if (gpu !== null) notes.push(`Bytes of GPU buffers after the run is disposed of: ${gpu}.`);
  }
  return { adapter: (await rows[0]?.adapter()) ?? null, versions, tables, notes };
}

async function memoryOf(row: Row, iterations: number): Promise<Table> {
  await row.prepare(SMALL);
  // Not counted: it compiles and allocates what the run keeps, and threads start meanwhile.
  await row.run(WARM_UP / 2);
  await setTimeout(START_MILLISECONDS);
  await row.run(WARM_UP / 2);
  const rows: Cell[][] = [];
  let done = 0;
  let seconds = 0;
  const read = async () => {
    const { heap, resident, gpu } = await row.memory();
    rows.push([done, inMebibytes(heap), inMebibytes(resident), gpu, Math.round(seconds)]);
    console.log(`${row.name}, ${done} meta-steps: heap ${heap} bytes, process ${resident}, GPU ${gpu}`);
  };
  await read();
  for (let quarter = 1; quarter <= READINGS; quarter++) {
    const until = Math.round((quarter * iterations) / READINGS);
    seconds += (await row.run(until - done)) / 1000;
    done = until;
    await read();
  }
  await row.dispose();
  return {
    caption: `${row.name}, T = 4, K = Q = 5, n = 1, width 40, warmed up by ${WARM_UP} meta-steps. Heap after a collection; the whole process where it tells; GPU buffers that are not destroyed.`,
    columns: ['meta-steps', 'heap, MiB', 'process, MiB', 'GPU buffers, bytes', 'seconds'],
    rows,
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
