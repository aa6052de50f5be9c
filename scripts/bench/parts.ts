/** The parts of the benchmark, each of which can be measured by itself. */
import type { Findings } from '../report.ts';
import { measureCharactersInPage } from './characters-in-page.ts';
import { exposeCollector } from './collector.ts';
import { measureDragging } from './dragging.ts';
import { measureFirstStep } from './first-step.ts';
import { withRows } from './in-chromium.ts';
import { withIndependentRuns } from './independent-runs.ts';
import { measureMemory } from './long-runs.ts';
import type { RowName } from './page.ts';
import { timePaperInPage, timePaperOnCommandLine } from './paper-runs.ts';
import { CHARACTERS, compareRows } from './peers.ts';
import type { Row } from './row.ts';
import { measureScaling } from './scaling.ts';
import { withSimdRows } from './simd-in-node.ts';
import { withTorchRows } from './torch-in-python.ts';
import { versionsOf } from './versions.ts';

/** What may be asked of a part. */
export interface Effort {
  readonly rounds: number;
  /** Meta-steps of a memory's run. */
  readonly iterations: number;
}

/** Beside the SIMD engine. */
const PEERS: readonly RowName[] = [
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
const PACKAGES = ['@jax-js/jax', '@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu'];
const MEMORY_ARGUMENTS = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

const HERE = { Node: process.versions.node };

/** The SIMD engine beside other rows, all in turn. */
function compareWithSimd(
  others: readonly Row[],
  rounds: number,
  versions: Readonly<Record<string, string>>,
  timedAnyway: ReadonlySet<Row> = new Set(),
  compared?: typeof CHARACTERS,
): Promise<Findings> {
  return withSimdRows((simd) => {
    const [base] = simd;
    if (base === undefined) throw new Error('Expected a row on one thread.');
    return compareRows([...simd, ...others], { rounds, base, timedAnyway }, versions, compared);
  });
}

function comparePages(names: readonly RowName[], rounds: number, packages: readonly string[]) {
  return withRows(names, async (rows, chromium) => {
    const timedAnyway = new Set(rows.filter((_, index) => names[index] === KNOWN_WRONG));
    const versions = { Chromium: chromium, ...HERE, ...(await versionsOf(packages)) };
    return compareWithSimd(rows, rounds, versions, timedAnyway);
  });
}

/** By the name that `--only` takes, which is that of the part's place in the document as well. */
export const PARTS = {
  threads: ({ rounds }) => withIndependentRuns((row) => compareWithSimd([row], rounds, HERE)),
  'peers-wasm': ({ rounds }) => comparePages(['jax-wasm'], rounds, ['@jax-js/jax']),
  'peers-webgpu': ({ rounds }) => comparePages(['fused'], rounds, []),
  'characters-webgpu': ({ rounds }) =>
    withRows(['fused', 'tensor-webgpu'], async (rows, chromium) => {
      const versions = { Chromium: chromium, ...HERE, ...(await versionsOf(['@tensorflow/tfjs'])) };
      return compareWithSimd(rows, rounds, versions, new Set(), CHARACTERS);
    }),
  torch: ({ rounds }) =>
    withTorchRows((rows, version) => compareWithSimd(rows, rounds, { ...HERE, PyTorch: version })),
  'characters-torch': ({ rounds }) =>
    withTorchRows((rows, version) =>
      compareWithSimd(rows, rounds, { ...HERE, PyTorch: version }, new Set(), CHARACTERS),
    ),
  peers: ({ rounds }) => comparePages(PEERS, rounds, PACKAGES),
  'scaling-wasm': ({ rounds }) => withSimdRows((rows) => measureScaling(rows, rounds, HERE)),
  scaling: ({ rounds }) =>
    withRows(['fused'], (rows, chromium) => measureScaling(rows, rounds, { Chromium: chromium })),
  'first-step': measureFirstStep,
  dragging: measureDragging,
  'characters-page': measureCharactersInPage,
  'memory-wasm': ({ iterations }) => {
    exposeCollector();
    return withSimdRows((rows) => measureMemory(rows, iterations, HERE));
  },
  memory: ({ iterations }) =>
    withRows(
      ['fused'],
      (rows, chromium) => measureMemory(rows, iterations, { Chromium: chromium }),
      MEMORY_ARGUMENTS,
    ),
  'command-line': timePaperOnCommandLine,
  page: timePaperInPage,
} as const satisfies Readonly<Record<string, (effort: Effort) => Promise<Findings>>>;

export type PartName = keyof typeof PARTS;

export const PART_NAMES = Object.keys(PARTS) as PartName[];
