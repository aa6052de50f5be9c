/** The engine in a bare page, for scripts that train and measure without the playground around it. */
import type { BackendName, BackendReport } from '#core/backend.ts';
import { initialiseNetwork } from '#core/initialisation.ts';
import { divergenceThreshold, type LossSummary, summariseLosses } from '#core/metrics.ts';
import type { Network } from '#core/model.ts';
import type { Settings } from '#core/settings.ts';
import { sampleTasks } from '#core/task.ts';
import { countsOf, heldOutTasks, planOf } from '#engine/training-plan.ts';
import { writeWeightsFile } from '#formats/weights-file.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { memory } from '#tensor/ops.ts';

const EVALUATION_BATCH = 100;
const engine = createTensorEngine();

async function currentNetwork(settings: Settings): Promise<{ iteration: number; network: Network }> {
  const snapshot = await engine.snapshot();
  if (snapshot === null) throw new Error('Expected a run, found none.');
  return {
    iteration: snapshot.iteration,
    network: { architecture: settings.architecture, parameters: snapshot.parameters },
  };
}

const headless = {
  open: (backend: BackendName | null): Promise<BackendReport> => openBackend(backend),

  begin(settings: Settings): void {
    const start = initialiseNetwork(settings.architecture, settings.initialisation, settings.seed);
    engine.begin(planOf(settings), start);
  },

  /** Mean loss before and after adaptation over the steps taken, and what they took in seconds. */
  async train(steps: number): Promise<{ before: number; after: number; seconds: number }> {
    const start = performance.now();
    const { lossBefore, lossAfter } = await engine.metaTrain(steps);
    const average = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      before: average(lossBefore),
      after: average(lossAfter),
      seconds: (performance.now() - start) / 1000,
    };
  },

  /** The current weights over held-out tasks, a summary for each inner step. */
  async evaluate(settings: Settings, taskCount: number): Promise<LossSummary[]> {
    const { network } = await currentNetwork(settings);
    const { innerSteps, alpha } = settings;
    const byStep = Array.from({ length: innerSteps + 1 }, (): number[] => []);
    for (let first = 0; first < taskCount; first += EVALUATION_BATCH) {
      const count = Math.min(EVALUATION_BATCH, taskCount - first);
      const tasks = sampleTasks(heldOutTasks(settings), first, count, countsOf(settings));
      const parameters = tasks.map(() => network.parameters);
      const { losses, stepCount } = await engine.evaluate({
        ...network,
        parameters,
        tasks,
        alpha,
        innerSteps,
      });
      losses.forEach((loss, index) => byStep[index % stepCount]?.push(loss));
    }
    const threshold = divergenceThreshold(settings.amplitudeTo + 2 * settings.noise);
    return byStep.map((losses) => summariseLosses(losses, threshold));
  },

  /** The current weights as the bytes of a weights file, in base64. */
  async weightsFile(settings: Settings): Promise<string> {
    const { network, iteration } = await currentNetwork(settings);
    const { architecture: _, ...rest } = settings;
    const bytes = writeWeightsFile({
      network,
      details: { origin: settings.algorithm, iteration, settings: rest },
    });
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  },

  memory: () => memory(),
};

export type Headless = typeof headless;

declare global {
  interface Window {
    headless: Headless;
  }
}

window.headless = headless;
