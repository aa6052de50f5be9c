/** PyTorch on this machine's processor, in a Python beside this program. */
import { parameterLayout } from '#models/architecture.ts';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PointSet } from '#families/task.ts';
import { has, PYTHONS } from '../python.mjs';
import { type BenchCase, benchInputs, benchPlan } from './competitor.ts';
import type { Row } from './row.ts';

const PROGRAM = fileURLToPath(new URL('torch-row.py', import.meta.url));

/** Puts a question to the Python and gives its answer; one at a time. */
type Ask = (question: Readonly<Record<string, unknown>>) => Promise<unknown>;

function askerOf(child: ChildProcessWithoutNullStreams): Ask {
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return async (question) => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { done, value } = await lines.next();
    if (done === true) throw new Error('Expected Python to answer, found it gone.');
    return JSON.parse(value);
  };
}

function caseOf(benchCase: BenchCase): Record<string, unknown> {
  const { network, support, query } = benchInputs(benchCase);
  const plain = ({ x, y }: PointSet) => ({ x: Array.from(x), y: Array.from(y) });
  return {
    ...benchCase,
    kind: 'prepare',
    alpha: benchPlan(benchCase).alpha,
    layout: parameterLayout(network.architecture).map(({ shape, size }) => ({ shape, size })),
    parameters: Array.from(network.parameters),
    support: plain(support),
    query: plain(query),
  };
}

/** What multiplies matrices for PyTorch on Debian, each in a folder of its own: half of PyTorch's time depends on it. */
const BLAS = [
  { name: 'OpenBLAS', folder: 'openblas-pthread' },
  { name: 'reference BLAS', folder: 'blas' },
];

/** Those that there are; an empty folder leaves it to the system. */
function blasHere(): { readonly name: string; readonly folder: string }[] {
  const systems = existsSync('/usr/lib')
    ? readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'))
    : [];
  const found = systems
    .flatMap((system) => BLAS.map(({ name, folder }) => ({ name, folder: `/usr/lib/${system}/${folder}` })))
    .filter(({ folder }) => existsSync(`${folder}/libblas.so.3`));
  return found.length === 0 ? [{ name: 'the system’s BLAS', folder: '' }] : found;
}

function torchRow(ask: Ask, blas: string, threads: number): Row {
  return {
    name: `PyTorch on ${blas}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    includes: 'loss and meta-gradient, the loss read each step; no sampling, no upload, no Adam',
    adapter: async () => null,
    memory: async () => ({ heap: null, resident: null, gpu: null }),
    prepare: async (benchCase) => void (await ask(caseOf(benchCase))),
    run: async (count) => Number(await ask({ kind: 'run', count })),
    async gradient() {
      const gradient = await ask({ kind: 'gradient' });
      return Array.isArray(gradient) ? gradient.map(Number) : [];
    },
    dispose: async () => void (await ask({ kind: 'dispose' })),
  };
}

/** Runs `work` on PyTorch with one thread and with one for each processor. @throws Error if no Python has PyTorch. */
export async function withTorchRows<Result>(
  work: (rows: readonly Row[], version: string) => Promise<Result>,
): Promise<Result> {
  const python = PYTHONS.find((name) => has(name, ['torch']));
  if (python === undefined)
    throw new Error(
      'Expected a Python with PyTorch (Debian: apt-get install python3-torch libopenblas0-pthread libblas3; or PYTHON=…), found none.',
    );
  const counts = [...new Set([1, availableParallelism()])];
  const kinds = blasHere().flatMap((blas) => counts.map((count) => ({ ...blas, count })));
  const children = kinds.map(({ folder, count }) =>
    spawn(python, [PROGRAM, String(count)], {
      env: folder === '' ? process.env : { ...process.env, LD_LIBRARY_PATH: folder },
    }),
  );
  for (const child of children) child.stderr.pipe(process.stderr);
  try {
    const asks = children.map(askerOf);
    const [version] = await Promise.all(asks.map((ask) => ask({ kind: 'version' })));
    const rows = asks.flatMap((ask, index) => {
      const kind = kinds[index];
      return kind === undefined ? [] : [torchRow(ask, kind.name, kind.count)];
    });
    return await work(rows, String(version));
  } finally {
    for (const child of children) {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    }
  }
}
