/** Rows side by side on the same cases: checked, then timed in rounds that go through all of them. */
import { errorAgainst, GRADIENT_BAR, gradientErrorOf } from './accuracy.ts';
import type { BenchCase } from './competitor.ts';
import type { Cell, Findings, Table } from '../report.ts';
import type { Row } from './row.ts';
import { calibrate, median, tellTimes, timeSteps } from './timing.ts';

const CASES: readonly BenchCase[] = [
  { family: 'sinusoid', metaBatch: 25, shots: 10, innerSteps: 1, width: 40 },
  { family: 'sinusoid', metaBatch: 25, shots: 10, innerSteps: 5, width: 40 },
  { family: 'sinusoid', metaBatch: 25, shots: 5, innerSteps: 1, width: 40 },
  { family: 'sinusoid', metaBatch: 4, shots: 10, innerSteps: 1, width: 40 },
];

const SINUSOIDS: Compared = { cases: CASES, at: 'T, K = Q, n, width 40', standard: 'float64' };

/** Of a network for which loops in float64 take minutes. */
export const CHARACTERS: Compared = {
  standard: 'base',
  cases: [{ family: 'characters', metaBatch: 8, shots: 1, innerSteps: 1, width: 32 }],
  at: 'T, K, n, on 5-way characters of 14×14 with five queries a class and three blocks of 32 filters',
};

function nameOf({ metaBatch, shots, innerSteps }: BenchCase): string {
  return `${metaBatch}, ${shots}, ${innerSteps}`;
}

/** What a row did in one case; no time if it computed something else or failed. */
interface Outcome {
  readonly row: Row;
  readonly error: number | null;
  /** Of a meta-step, a round each. */
  readonly times: readonly number[] | null;
  readonly note: string | null;
}

interface Options {
  readonly rounds: number;
  /** The row that the others are compared with. */
  readonly base: Row;
  /** Rows that are timed although their gradients are wrong. */
  readonly timedAnyway: ReadonlySet<Row>;
}

interface Compared {
  readonly cases: readonly BenchCase[];
  /** What a table calls them. */
  readonly at: string;
  /** What gradients are held against: loops in float64, or the base, which tests hold against PyTorch. */
  readonly standard: 'float64' | 'base';
}

function reasonOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';
}

async function errorAgainstRow(row: Row, benchCase: BenchCase): Promise<ReturnType<typeof errorAgainst>> {
  await row.prepare(benchCase);
  return errorAgainst(await row.gradient());
}

async function compareCase(
  rows: readonly Row[],
  benchCase: BenchCase,
  { rounds, base, timedAnyway, standard }: Options & Compared,
): Promise<Outcome[]> {
  const errorOf = standard === 'base' ? await errorAgainstRow(base, benchCase) : gradientErrorOf(benchCase);
  const ready: { row: Row; error: number; steps: number; times: number[] }[] = [];
  const outcomes: Outcome[] = [];
  for (const row of rows) {
    const where = `${row.name} at ${nameOf(benchCase)}`;
    try {
      await row.prepare(benchCase);
      const error = errorOf(await row.gradient());
      if (error <= GRADIENT_BAR || timedAnyway.has(row)) {
        ready.push({ row, error, steps: await calibrate(row), times: [] });
        continue;
      }
      const note = `${where} is wrong and was not timed: its meta-gradient is off by ${error.toExponential(1)}.`;
      outcomes.push({ row, error, times: null, note });
    } catch (thrown) {
      outcomes.push({ row, error: null, times: null, note: `${where} failed: ${reasonOf(thrown)}` });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { row, steps, times } of ready) times.push(await timeSteps(row, steps));
  }
  for (const row of rows) await row.dispose();
  for (const { row, error, steps, times } of ready) {
    tellTimes(`${row.name} at ${nameOf(benchCase)}`, steps, times);
    outcomes.push({ row, error, times, note: null });
  }
  return outcomes;
}

/** What the rows compute on, each thing once. */
async function adapterOf(rows: readonly Row[]): Promise<string | null> {
  const adapters: string[] = [];
  for (const row of rows) {
    const adapter = await row.adapter();
    if (adapter !== null && !adapters.includes(adapter)) adapters.push(adapter);
  }
  return adapters.length === 0 ? null : adapters.join(', ');
}

/** The median of two rows' ratios in the same rounds, whose disturbances they share. */
function ratioOf(times: readonly number[] | null, base: readonly number[] | null): number | null {
  if (times === null || base === null) return null;
  return median(times.map((time, round) => time / (base[round] ?? NaN)));
}

/** Compares the rows; how often each row's time is that of the base goes into a second table. */
export async function compareRows(
  rows: readonly Row[],
  wanted: Options,
  versions: Readonly<Record<string, string>>,
  compared = SINUSOIDS,
): Promise<Findings> {
  const options = { ...wanted, ...compared };
  const { base, cases, at, standard } = options;
  const byCase: Outcome[][] = [];
  for (const benchCase of cases) byCase.push(await compareCase(rows, benchCase, options));
  const outcomeOf = (row: Row, index: number) => byCase[index]?.find((outcome) => outcome.row === row);
  const timesOf = (row: Row, index: number) => outcomeOf(row, index)?.times ?? null;
  const timeOf = (row: Row, index: number): number | null => {
    const times = timesOf(row, index);
    return times === null ? null : median(times);
  };
  const worstError = (row: Row): Cell => {
    const errors = cases.map((_, index) => outcomeOf(row, index)?.error ?? NaN);
    const worst = Math.max(...errors.filter((error) => !Number.isNaN(error)));
    return Number.isFinite(worst) ? worst.toExponential(1) : null;
  };
  const shown = (row: Row) => (options.timedAnyway.has(row) ? `${row.name} (wrong gradients)` : row.name);
  const columns = cases.map(nameOf);
  const tables: Table[] = [
    {
      caption: `Milliseconds per meta-step at ${at}, medians of ${options.rounds} rounds; the gradient's largest relative L2 error against ${standard === 'base' ? `the ${base.name}` : standard}.`,
      columns: ['', ...columns, 'gradient'],
      rows: rows.map((row) => [shown(row), ...cases.map((_, index) => timeOf(row, index)), worstError(row)]),
    },
    {
      caption: `Times as long as the ${base.name}: medians of the ratios within each round.`,
      columns: ['', ...columns],
      rows: rows
        .filter((row) => row !== base)
        .map((row) => [
          shown(row),
          ...cases.map((_, index) => ratioOf(timesOf(row, index), timesOf(base, index))),
        ]),
    },
    {
      caption: 'What a meta-step of each row includes.',
      columns: ['', 'includes'],
      rows: rows.map((row) => [row.name, row.includes]),
    },
  ].filter((table) => table.rows.length > 0);
  const notes = byCase.flatMap((outcomes) => outcomes.flatMap(({ note }) => note ?? []));
  return { adapter: await adapterOf(rows), versions, tables, notes };
}
