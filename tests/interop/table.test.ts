/** The exported notebook recomputes every number of the shown task's table, as our engines have them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openHost } from '#cli/host/open-host.ts';
import { notebook } from '#formats/code/notebook.ts';
import { writeWeights } from '#formats/weight-formats.ts';
import type { Origin } from '#formats/weights-file.ts';
import { FIRST_LOSS } from '#families/losses/loss-of.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { adaptationOf } from '#training/learned.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import { weightsLike } from '../fakes/weight-examples.ts';
import { notebookOutput } from './notebook-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'table-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NETWORK = { layerSizes: [1, 12, 12, 1], activation: 'tanh' } as const;
const ALPHA = 0.02;
const STEPS = 4;
const TASK = {
  support: { x: Float32Array.of(-3, 0, 1, 2.5, 4), y: Float32Array.of(1.25, -0.5, 0, 2, 1), count: 5 },
  query: { x: Float32Array.of(-2, 0.5, 3), y: Float32Array.of(0.5, -0.25, 1.5), count: 3 },
};

interface Row {
  readonly query: number;
  readonly support: number;
  readonly slope: number;
  readonly moved: number;
}

/** The rows that a notebook prints. */
function rowsOf(text: string): Row[] {
  const output = notebookOutput(text, folder);
  const row = /^step \d+: query MSE (\S+), support MSE (\S+), \|∇L\| (\S+), \|θ − θ₀\| (\S+)$/gm;
  return Array.from(output.matchAll(row), ([, query, support, slope, moved]) => ({
    query: Number(query),
    support: Number(support),
    slope: Number(slope),
    moved: Number(moved),
  }));
}

test.each<{ origin: Origin; optimiser?: StatefulOptimiser }>([
  { origin: 'maml' },
  { origin: 'maml', optimiser: { kind: 'momentum', decay: 0.75 } },
  { origin: 'anil', optimiser: { kind: 'adam' } },
  { origin: 'anil' },
  { origin: 'metaSgd' },
  { origin: 'mamlPlusPlus' },
  { origin: 'ridgeHead' },
])('of $origin, by $optimiser.kind', async ({ origin, optimiser = null }) => {
  const weights = weightsLike(NETWORK, origin);
  writeFileSync(join(folder, 'weights.npz'), writeWeights(weights, 'npz'));
  const innerLoop = { alpha: ALPHA, steps: STEPS, ...TASK, ...(optimiser === null ? {} : { optimiser }) };
  const rows = rowsOf(notebook({ weights, file: 'weights.npz', format: 'npz', innerLoop }));

  const host = await openHost('preferred', { host: 'node', backend: null, threads: 1 });
  let course: Trajectory | undefined;
  try {
    [course] = await host.engine.adapt({
      architecture: NETWORK,
      loss: FIRST_LOSS,
      parameters: [weights.network.parameters],
      rates: [adaptationOf(origin, weights, ALPHA, optimiser)],
      tasks: [TASK],
      innerSteps: STEPS,
      gridX: Float32Array.of(0),
    });
  } finally {
    await host.close();
  }
  const steps = origin === 'ridgeHead' ? 1 : STEPS;
  expect(rows).toHaveLength(steps + 1);
  for (const [step, row] of rows.entries()) {
    const near = (found: number, expected: number | undefined) =>
      expect(Math.abs(found - (expected ?? Number.NaN)), `step ${step}`).toBeLessThan(
        1e-5 * Math.max(1, found),
      );
    near(row.query, course?.series.queryLoss[step]);
    near(row.support, course?.series.supportLoss[step]);
    near(row.slope, course?.series.gradientNorm?.[step]);
    near(row.moved, course?.series.distanceMoved?.[step]);
  }
});
