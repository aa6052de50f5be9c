/** How the time of a meta-step grows with each size of the problem. */
import { parameterCount } from '#models/architecture.ts';
import { type BenchCase, benchNetwork } from './competitor.ts';
import type { Findings, Table } from '../report.ts';
import type { Row } from './row.ts';
import { calibrate, median, tellTimes, timeSteps } from './timing.ts';

const BASE: BenchCase = { family: 'sinusoid', metaBatch: 25, shots: 10, innerSteps: 1, width: 40 };

interface Series {
  readonly name: string;
  readonly caption: string;
  readonly cases: readonly BenchCase[];
  /** The size that is varied. */
  readonly sizeOf: (benchCase: BenchCase) => number;
  /** What the time should be proportional to. */
  readonly workOf: (benchCase: BenchCase) => number;
}

function seriesOf(
  key: Exclude<keyof BenchCase, 'family'>,
  name: string,
  caption: string,
  sizes: readonly number[],
): Series {
  const sizeOf = (benchCase: BenchCase) => benchCase[key];
  const cases = sizes.map((size) => ({ ...BASE, [key]: size }));
  const workOf =
    key === 'width' ? (benchCase: BenchCase) => parameterCount(benchNetwork(benchCase).architecture) : sizeOf;
  return { name, caption, cases, sizeOf, workOf };
}

const SERIES: readonly Series[] = [
  seriesOf('metaBatch', 'T', 'tasks T, at K = Q = 10, n = 1, width 40.', [5, 10, 25, 50, 100]),
  seriesOf('shots', 'K', 'shots K = Q, at T = 25, n = 1, width 40.', [1, 5, 10, 20, 50, 100]),
  seriesOf('innerSteps', 'n', 'inner steps n, at T = 25, K = Q = 10, width 40.', [1, 2, 5, 10, 20]),
  seriesOf(
    'width',
    'width',
    'width of both hidden layers, at T = 25, K = Q = 10, n = 1; linear is in the number of parameters.',
    [10, 20, 40, 67, 80, 128],
  ),
];

/** Milliseconds of every case on every row, all of them in turn. */
async function measureSeries(
  rows: readonly Row[],
  { name, cases, sizeOf }: Series,
  rounds: number,
): Promise<number[][]> {
  const spots: { row: Row; benchCase: BenchCase; steps: number; times: number[] }[] = [];
  for (const benchCase of cases) {
    for (const row of rows) {
      await row.prepare(benchCase);
      spots.push({ row, benchCase, steps: await calibrate(row), times: [] });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { row, benchCase, steps, times } of spots) {
      await row.prepare(benchCase);
      // A new run allocates in its first step.
      await row.run(1);
      times.push(await timeSteps(row, steps));
    }
  }
  for (const { row, benchCase, steps, times } of spots)
    tellTimes(`${row.name} at ${name} = ${sizeOf(benchCase)}`, steps, times);
  return rows.map((row) => spots.filter((spot) => spot.row === row).map(({ times }) => median(times)));
}

function tableOf(
  row: Row,
  { name, caption, cases, sizeOf, workOf }: Series,
  times: readonly number[],
): Table {
  const growth = (index: number, from: number) => {
    const [here, there] = [cases[index], cases[from]];
    if (here === undefined || there === undefined) return null;
    return (times[index] ?? NaN) / (((times[from] ?? NaN) * workOf(here)) / workOf(there));
  };
  return {
    caption: `${row.name}: ${caption}`,
    columns: [name, 'ms per meta-step', 'of linear from the first row', 'of linear from the row before'],
    rows: cases.map((benchCase, index) => [
      sizeOf(benchCase),
      times[index] ?? NaN,
      growth(index, 0),
      growth(index, index - 1),
    ]),
  };
}

export async function measureScaling(
  rows: readonly Row[],
  rounds: number,
  versions: Readonly<Record<string, string>>,
): Promise<Findings> {
  const tables: Table[] = [];
  for (const series of SERIES) {
    const times = await measureSeries(rows, series, rounds);
    for (const [index, row] of rows.entries()) tables.push(tableOf(row, series, times[index] ?? []));
  }
  for (const row of rows) await row.dispose();
  const notes = ['At most 1.00 of linear is no worse than linear.'];
  return { adapter: (await rows[0]?.adapter()) ?? null, versions, tables, notes };
}
