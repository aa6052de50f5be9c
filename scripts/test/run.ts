/** Runs all parts of `npm test`, stage by stage, and tells how long each took, which tests were slowest and how many passed. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import process from 'node:process';
import { type Lane, type Part, REPEATS, SET_UP_BUDGET, type Stage, STAGES } from './parts.ts';
import type { TestReport, TimedTest } from './reports.ts';

const SLOWEST = 10;
const NOTHING: TestReport = { passed: 0, failed: 0, tests: [] };

interface Ended extends TestReport {
  readonly title: string;
  readonly seconds: number;
  readonly budget: number;
}

interface Status {
  readonly status: number;
  /** What the command said, where it was not said at once. */
  readonly text: string;
}

/** Runs a command by npx; `isSaid` lets its output through as it comes. */
function npx(words: readonly string[], isSaid: boolean): Promise<Status> {
  return new Promise((resolve) => {
    const shell = process.platform === 'win32';
    const child = spawn('npx', [...words], { shell, stdio: isSaid ? 'inherit' : 'pipe' });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    }
    child.on('error', ({ message }) => resolve({ status: 1, text: message }));
    child.on('close', (status) => resolve({ status: status ?? 1, text }));
  });
}

/** What a part counts to: a runner that breaks without a failed test has failed, too. */
function judged({ report, maySkip = false }: Part, status: number): TestReport {
  if (report === undefined) return { ...NOTHING, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  const counted = existsSync(report.file) ? report.read(readFileSync(report.file, 'utf8')) : NOTHING;
  const hasTested = counted.passed > 0 || maySkip;
  const isBroken = counted.failed === 0 && (status !== 0 || !hasTested);
  return isBroken ? { ...counted, failed: 1 } : counted;
}

async function runPart(part: Part, isSaid: boolean): Promise<Ended> {
  const { title, words, budget, report } = part;
  if (report !== undefined) rmSync(report.file, { force: true });
  if (isSaid) console.log(`\n── ${title}`);
  const begun = performance.now();
  const { status, text } = await npx(words, isSaid);
  const seconds = (performance.now() - begun) / 1000;
  if (!isSaid) console.log(`\n── ${title}\n${text.trim()}`);
  return { title, seconds, budget, ...judged(part, status) };
}

async function runLane(lane: Lane, isSaid: boolean): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const part of lane) ended.push(await runPart(part, isSaid));
  return ended;
}

/** Of lanes side by side only one can be heard as it goes: the longest. */
function heard(stage: Stage): Lane | undefined {
  const length = (lane: Lane) => lane.reduce((sum, { budget }) => sum + budget, 0);
  return stage.toSorted((a, b) => length(b) - length(a))[0];
}

function describeSlowest(tests: readonly TimedTest[]): string {
  const slowest = tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  return slowest.map(({ seconds, name }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`).join('\n');
}

function describeTimes(parts: readonly Pick<Ended, 'title' | 'seconds' | 'budget'>[]): string {
  const width = Math.max(...parts.map(({ title }) => title.length));
  return parts
    .map(
      ({ title, seconds, budget }) =>
        `${title.padEnd(width)}  ${seconds.toFixed(0).padStart(5)} s of ${String(budget).padStart(4)}`,
    )
    .join('\n');
}

/** How long everything takes and how often it repeats itself. */
export interface TestOptions {
  /** All property seeds, twins and rounds, and the end-to-end files in a shuffled order. */
  readonly everyRepeat: boolean;
}

/** Tests everything; gives the exit code. */
export async function testEverything({ everyRepeat }: TestOptions): Promise<number> {
  const setUp = { title: 'Set-up', seconds: performance.now() / 1000, budget: SET_UP_BUDGET };
  if (everyRepeat) {
    process.env['VITE_EVERY_REPEAT'] = '1';
    process.env['E2E_ORDER'] ??= String(Date.now() % 2 ** 32);
    console.log(`End-to-end files in the order of E2E_ORDER=${process.env['E2E_ORDER']}.`);
  }
  const ended: Ended[] = [];
  for (const stage of everyRepeat ? [...STAGES, REPEATS] : STAGES) {
    ended.push(...(await Promise.all(stage.map((lane) => runLane(lane, lane === heard(stage))))).flat());
  }
  const passed = ended.reduce((sum, part) => sum + part.passed, 0);
  const failed = ended.reduce((sum, part) => sum + part.failed, 0);
  console.log(`\n── The ${SLOWEST} slowest tests\n${describeSlowest(ended.flatMap(({ tests }) => tests))}`);
  const budgets = everyRepeat ? '\n(The budgets are those of npm test.)' : '';
  console.log(`\n── Where the time went\n${describeTimes([setUp, ...ended])}${budgets}`);
  const total = performance.now() / 1000;
  console.log(`${Math.floor(total / 60)} min ${(total % 60).toFixed(0)} s from the first line to the last`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
