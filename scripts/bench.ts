/**
 * Speed and memory of the engines, beside other libraries; what it prints, it keeps in bench-results/latest.json.
 *   npm run bench                                     all parts of ALWAYS below
 *   npm run bench -- --only peers-wasm                one part; several by commas
 *   npm run bench -- --rounds 2                       so many rounds instead of five
 *   npm run bench -- --memory [--iterations 100000]   heap, process and GPU buffers of long runs
 *   npm run bench -- --host node                      the fused engine on Dawn, without a browser
 *   npm run bench -- --host node --iterations 70000   one training run of that length
 *   npm run bench -- --document                       copies the last results into docs/benchmarks.md
 * Timings are for reading, not for asserting.
 */
import { parseArgs } from 'node:util';
import { withNodeRow } from './bench/in-node.ts';
import { timeTraining } from './bench/long-runs.ts';
import { PART_NAMES, type PartName, PARTS } from './bench/parts.ts';
import { compareRows } from './bench/peers.ts';
import { withSimdRows } from './bench/simd-in-node.ts';
import { versionsOf } from './bench/versions.ts';
import { reportOf } from './report.ts';

const HOSTS = ['chromium', 'node'] as const;

/** What is measured where nothing is named; the others take long, or need what not every machine has. */
const ALWAYS: readonly PartName[] = [
  'threads',
  'peers-wasm',
  'peers-webgpu',
  'peers',
  'scaling-wasm',
  'scaling',
  'first-step',
  'dragging',
];
const MEMORY: readonly PartName[] = ['memory-wasm', 'memory'];

const { measure, fillDocument } = reportOf('bench', 'benchmarks.md', [
  ...PART_NAMES,
  'node',
  'node-training',
] as const);

const ROUNDS = 5;
const MEMORY_ITERATIONS = 100_000;

interface Wishes {
  readonly host: (typeof HOSTS)[number];
  readonly document: boolean;
  readonly parts: readonly PartName[];
  readonly rounds: number;
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
      memory: { type: 'boolean', default: false },
      document: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string', default: String(ROUNDS) },
      iterations: { type: 'string' },
    },
  });
  const host = oneOf('host', values.host, HOSTS);
  const { memory, document } = values;
  const only = values.only?.split(',').map((name) => oneOf('only', name, PART_NAMES)) ?? null;
  const parts = only ?? (memory ? MEMORY : ALWAYS);
  const rounds = wholeNumber('rounds', values.rounds);
  const iterations = values.iterations === undefined ? null : wholeNumber('iterations', values.iterations);
  if (document && process.argv.length > 3) throw new Error('Expected --document alone: it measures nothing.');
  if (memory && only !== null) throw new Error('Expected --memory without --only.');
  if (host === 'node' && (memory || only !== null))
    throw new Error('Expected --host node without --memory and --only.');
  if (iterations !== null && host === 'chromium' && !parts.some((part) => MEMORY.includes(part)))
    throw new Error('Expected --iterations together with --host node or a part of the memory.');
  return { host, document, parts, rounds, iterations };
}

async function runInNode({ iterations, rounds }: Wishes): Promise<void> {
  const versions = { Node: process.versions.node, ...(await versionsOf(['webgpu'])) };
  await withNodeRow(async (row) => {
    if (iterations !== null) {
      await measure('node-training', () => timeTraining(row, iterations, versions));
      return;
    }
    await withSimdRows(async (simd) => {
      const base = simd[0] ?? row;
      await measure('node', () =>
        compareRows([...simd, row], { rounds, base, timedAnyway: new Set() }, versions),
      );
    });
  });
}

async function runParts({ parts, rounds, iterations }: Wishes): Promise<void> {
  const effort = { rounds, iterations: iterations ?? MEMORY_ITERATIONS };
  for (const part of parts) await measure(part, () => PARTS[part](effort));
}

try {
  const wishes = readWishes();
  if (wishes.document) console.log(`Filled docs/benchmarks.md: ${(await fillDocument()).join(', ')}`);
  else if (wishes.host === 'node') await runInNode(wishes);
  else await runParts(wishes);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
