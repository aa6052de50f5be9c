/** PyTorch on this machine's processor, in a Python beside this program. */
import { expectMlp } from '#models/architecture.ts';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { linearLayers } from '#models/mlp.ts';
import type { PointSet } from '#families/task.ts';
import { has, PYTHONS } from '../python.mjs';
import { ALPHA, type BenchCase, benchInputs } from './competitor.ts';
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
    alpha: ALPHA,
    layers: linearLayers(expectMlp(network.architecture)).map(({ inputs, outputs }) => [inputs, outputs]),
    parameters: Array.from(network.parameters),
    support: plain(support),
    query: plain(query),
  };
}

function torchRow(ask: Ask, threads: number): Row {
  return {
    name: `PyTorch, processor, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
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
      'Expected a Python with PyTorch (Debian: apt-get install python3-torch libopenblas0-pthread; or PYTHON=…), found none.',
    );
  const counts = [...new Set([1, availableParallelism()])];
  const children = counts.map((count) => spawn(python, [PROGRAM, String(count)]));
  for (const child of children) child.stderr.pipe(process.stderr);
  try {
    const asks = children.map(askerOf);
    const [version] = await Promise.all(asks.map((ask) => ask({ kind: 'version' })));
    const rows = asks.map((ask, index) => torchRow(ask, counts[index] ?? 1));
    return await work(rows, String(version));
  } finally {
    for (const child of children) {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    }
  }
}
