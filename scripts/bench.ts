/**
 * Speed and memory of the engines, beside other libraries; what it prints, it keeps in bench-results/latest.json.
 *   npm run bench                                     peers, scaling, the first meta-step and dragging in the built page
 *   npm run bench -- --only scaling                   one of peers, scaling, first-step, dragging
 *   npm run bench -- --quick                          peers in two rounds
 *   npm run bench -- --memory [--iterations 100000]   heap and GPU buffers of a long run
 *   npm run bench -- --host node                      the fused engine on Dawn, without a browser
 *   npm run bench -- --host node --iterations 70000   one training run of that length
 *   npm run bench -- --document                       copies the last results into docs/benchmarks.md
 * Timings are for reading, not for asserting.
 */
import { parseArgs } from 'node:util';
import { measureDragging } from './bench/dragging.ts';
import { measureFirstStep } from './bench/first-step.ts';
import { withRows } from './bench/in-chromium.ts';
import { withNodeRow } from './bench/in-node.ts';
import { measureMemory, timeTraining } from './bench/long-runs.ts';
import type { RowName } from './bench/page.ts';
import { compareRows } from './bench/peers.ts';
import { measureScaling } from './bench/scaling.ts';
import { withSimdRows } from './bench/simd-in-node.ts';
import { versionsOf } from './bench/versions.ts';
import { reportOf } from './report.ts';

const HOSTS = ['chromium', 'node'] as const;
const PARTS = ['peers', 'scaling', 'first-step', 'dragging'] as const;
type Part = (typeof PARTS)[number];

const SECTIONS = [
  'peers',
  'scaling',
  'scaling-wasm',
  'scaling-wasm-threads',
  'first-step',
  'dragging',
  'memory',
  'node',
  'node-training',
] as const;
const { keep, fillDocument } = reportOf('bench', 'benchmarks.md', SECTIONS);

/** The first is the one that the others are compared with. */
const ROWS: readonly RowName[] = [
  'fused',
  'tensor-webgpu',
  'tensor-webgl',
  'jax-webgpu',
  'jax-wasm',
  'jax-wasm-matmul',
  'eager-webgpu',
  'eager-webgl',
];
/** Wrong, but what a user of the library would write. */
const KNOWN_WRONG: RowName = 'jax-wasm-matmul';
const PEERS = ['@jax-js/jax', '@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu'];
const ROUNDS = 5;
const QUICK_ROUNDS = 2;
const MEMORY_ITERATIONS = 100_000;
const MEMORY_ARGUMENTS = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

interface Wishes {
  readonly host: (typeof HOSTS)[number];
  readonly quick: boolean;
  readonly memory: boolean;
  readonly document: boolean;
  readonly only: Part | null;
  readonly iterations: number | null;
}

function oneOf<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found === undefined)
    throw new Error(`Expected --${option} to be one of ${names.join(', ')}, found “${value}”.`);
  return found;
}

function wholeNumber(option: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`Expected --${option} to be a whole number above 0, found “${value}”.`);
}

/** @throws Error for an unknown option, a value out of its range, or options that do not go together. */
function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: 'chromium' },
      quick: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      document: { type: 'boolean', default: false },
      only: { type: 'string' },
      iterations: { type: 'string' },
    },
  });
  const host = oneOf('host', values.host, HOSTS);
  const { quick, memory, document } = values;
  const only = values.only === undefined ? null : oneOf('only', values.only, PARTS);
  const iterations = values.iterations === undefined ? null : wholeNumber('iterations', values.iterations);
  if (document && process.argv.length > 3) throw new Error('Expected --document alone: it measures nothing.');
  if (host === 'node' && (memory || only !== null))
    throw new Error('Expected --host node without --memory and --only, which need Chromium.');
  if (memory && (quick || only !== null)) throw new Error('Expected --memory without --quick and --only.');
  if (quick && only !== null) throw new Error('Expected --quick without --only: it runs the peers only.');
  if (quick && iterations !== null) throw new Error('Expected --quick without --iterations.');
  if (iterations !== null && host === 'chromium' && !memory)
    throw new Error('Expected --iterations together with --host node or --memory.');
  return { host, quick, memory, document, only, iterations };
}

async function runPeers(rounds: number): Promise<void> {
  await withRows(ROWS, async (rows, chromium) => {
    const timedAnyway = new Set(rows.filter((_, index) => ROWS[index] === KNOWN_WRONG));
    const versions = { Chromium: chromium, Node: process.versions.node, ...(await versionsOf(PEERS)) };
    const [first, ...others] = rows;
    if (first === undefined) return;
    await withSimdRows(async (simd) => {
      await keep('peers', await compareRows([first, ...simd, ...others], { rounds, timedAnyway }, versions));
    });
  });
}

async function runScaling(): Promise<void> {
  await withRows(['fused'], async ([row], chromium) => {
    if (row !== undefined) await keep('scaling', await measureScaling(row, ROUNDS, { Chromium: chromium }));
  });
  await withSimdRows(async (rows) => {
    for (const [index, row] of rows.entries()) {
      const findings = await measureScaling(row, ROUNDS, { Node: process.versions.node });
      await keep(index === 0 ? 'scaling-wasm' : 'scaling-wasm-threads', findings);
    }
  });
}

async function runMemory(iterations: number): Promise<void> {
  await withRows(
    ['fused'],
    async ([row], chromium) => {
      if (row === undefined) return;
      await keep('memory', await measureMemory(row, iterations, { Chromium: chromium }));
    },
    MEMORY_ARGUMENTS,
  );
}

async function runInNode({ iterations, quick }: Wishes): Promise<void> {
  await withNodeRow(async (row) => {
    const versions = { Node: process.versions.node, ...(await versionsOf(['webgpu'])) };
    if (iterations !== null) {
      await keep('node-training', await timeTraining(row, iterations, versions));
      return;
    }
    const rounds = quick ? QUICK_ROUNDS : ROUNDS;
    await withSimdRows(async (simd) => {
      await keep('node', await compareRows([row, ...simd], { rounds, timedAnyway: new Set() }, versions));
    });
  });
}

async function runInChromium({ only, quick, memory, iterations }: Wishes): Promise<void> {
  if (memory) return runMemory(iterations ?? MEMORY_ITERATIONS);
  if (quick) return runPeers(QUICK_ROUNDS);
  for (const part of only === null ? PARTS : [only]) {
    switch (part) {
      case 'peers':
        await runPeers(ROUNDS);
        break;
      case 'scaling':
        await runScaling();
        break;
      case 'first-step':
        await keep('first-step', await measureFirstStep());
        break;
      case 'dragging':
        await keep('dragging', await measureDragging());
        break;
      default:
        part satisfies never;
    }
  }
}

try {
  const wishes = readWishes();
  if (wishes.document) console.log(`Filled docs/benchmarks.md: ${(await fillDocument()).join(', ')}`);
  else if (wishes.host === 'node') await runInNode(wishes);
  else await runInChromium(wishes);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
