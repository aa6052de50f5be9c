/** An engine of this repository as a row: a whole meta-step, as training takes it. */
import type { MetaEngine } from '#training/meta-engine.ts';
import {
  type BenchCase,
  benchNetwork,
  benchPlan,
  benchTasks,
  type Competitor,
  type PreparedCase,
} from './competitor.ts';

/** Meta-steps between two readbacks; the page's own training loop goes no further. */
const LONGEST_CHAIN = 200;

export interface OpenedEngine {
  readonly engine: MetaEngine;
  readonly adapter: string;
  readonly gpuBytes: () => number | null;
}

function prepare(engine: MetaEngine, benchCase: BenchCase): PreparedCase {
  const plan = benchPlan(benchCase);
  const start = { network: benchNetwork(benchCase), rates: null };
  engine.begin(plan, start);
  return {
    async run(count: number): Promise<void> {
      for (let left = count; left > 0; left -= LONGEST_CHAIN) {
        await engine.metaTrain(Math.min(left, LONGEST_CHAIN));
      }
    },

    async gradient(): Promise<Float32Array> {
      const tasks = benchTasks(benchCase);
      return (await engine.metaGradient({ ...plan, at: start, tasks })).gradient;
    },

    dispose: () => engine.dispose(),
  };
}

/** `open` is called once, by whoever asks first. */
export function ownCompetitor(name: string, open: () => Promise<OpenedEngine>): Competitor {
  let opening: Promise<OpenedEngine> | null = null;
  let opened: OpenedEngine | null = null;
  const ensureOpen = async () => {
    opening ??= open();
    opened = await opening;
    return opened;
  };
  return {
    name,
    includes: `sampling, upload, loss before and after, meta-gradient and Adam; losses and weights read at the end, or every ${LONGEST_CHAIN} steps`,
    adapter: async () => (await ensureOpen()).adapter,
    gpuBytes: () => opened?.gpuBytes() ?? null,
    prepare: async (benchCase) => prepare((await ensureOpen()).engine, benchCase),
  };
}
