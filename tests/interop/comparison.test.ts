/** The programs beside a comparison compute every figure of its rows again, from the points of its tasks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openHost } from '#cli/host/open-host.ts';
import { sampleTasks } from '#families/task.ts';
import { comparisonArchive } from '#formats/elsewhere/comparison.ts';
import type { Origin } from '#formats/weights-file.ts';
import { readZip } from '#formats/zip.ts';
import { FIRST_LOSS } from '#families/losses/loss-of.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { EvaluationLosses } from '#training/meta-engine.ts';
import { adaptationOf } from '#training/learned.ts';
import { summariseLosses } from '#training/metrics.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { heldOutTasks } from '#training/training-plan.ts';
import { weightsLike } from '../fakes/weight-examples.ts';
import { runPython, TORCH } from './python.ts';

const folder = mkdtempSync(join(tmpdir(), 'comparison-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NETWORK = { layerSizes: [1, 12, 12, 1], activation: 'tanh' } as const;
const [ALPHA, STEPS, THRESHOLD] = [0.02, 4, 3];
const TASKS = sampleTasks(heldOutTasks(DEFAULT_SETTINGS), 0, 40, { shots: 5, queryPoints: 10 });

const ROW = /^step (\d+): (\S+) ± (\S+), median (\S+), (\d+) diverged, rest (\S+)$/gm;

test.each<{ origin: Origin; optimiser?: StatefulOptimiser }>([
  { origin: 'maml' },
  { origin: 'random' },
  { origin: 'pretrained', optimiser: { kind: 'adam' } },
  { origin: 'anil', optimiser: { kind: 'momentum', decay: 0.75 } },
  { origin: 'metaSgd' },
  { origin: 'mamlPlusPlus' },
  { origin: 'ridgeHead' },
  { origin: 'cavia' },
])('of $origin, by $optimiser.kind', async ({ origin, optimiser = null }) => {
  const weights = weightsLike(NETWORK, origin);
  const compared = { name: 'row', weights, alpha: ALPHA, optimiser, threshold: THRESHOLD };
  for (const { name, read } of readZip(comparisonArchive([compared], TASKS, STEPS))) {
    writeFileSync(join(folder, name), read());
  }
  const rows = [
    ...runPython(TORCH, 'import runpy; runpy.run_path("row.py", run_name="__main__")', folder).matchAll(ROW),
  ];

  const host = await openHost('preferred', { host: 'node', backend: null, threads: 1 });
  let judged: EvaluationLosses;
  try {
    judged = await host.engine.evaluate({
      architecture: NETWORK,
      loss: FIRST_LOSS,
      parameters: TASKS.map(() => weights.network.parameters),
      rates: TASKS.map(() => adaptationOf(origin, weights, ALPHA, optimiser)),
      tasks: TASKS,
      innerSteps: STEPS,
    });
  } finally {
    await host.close();
  }
  const { losses, stepCount } = judged;
  expect(rows).toHaveLength(origin === 'ridgeHead' ? 2 : stepCount);
  for (const [, step, ...figures] of rows) {
    const ofStep = Array.from(losses).filter((_, index) => index % stepCount === Number(step));
    const { mean, confidence95, median, diverged, meanOfRest } = summariseLosses(ofStep, THRESHOLD);
    figures.map(Number).forEach((found, at) => {
      const expected = [mean, confidence95, median, diverged, meanOfRest][at] ?? Number.NaN;
      expect(Math.abs(found - expected), `step ${step}, figure ${at}`).toBeLessThan(
        1e-5 * Math.max(1, found),
      );
    });
  }
});
