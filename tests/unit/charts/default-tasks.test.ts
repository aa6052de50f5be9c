/** The step chart over the tasks that a visitor meets: no line is missing without a word. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stepScale } from '#charts/step-scale.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import { shownCurve } from '#families/curve/shown-curve.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { familyOf } from '#families/family-of.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { simdEngine } from '../../simd-engine.ts';

const { alpha, innerSteps, initialisation, seed } = DEFAULT_SETTINGS;

function networks() {
  const trained = ['maml-5-shot', 'pretrained'].map(
    (name) => readWeightsFile(readFileSync(`public/weights/${name}.safetensors`)).network,
  );
  return trained.flatMap((network, index) =>
    index === 0 ? [initialiseNetwork(network.architecture, initialisation, seed), network] : [network],
  );
}

/** Of the lines of so many tasks, how many leave the frame somewhere; each is held to be said where it does. */
async function linesThatLeave(tasks: number, rate: number): Promise<number> {
  const engine = simdEngine();
  const adapting = networks();
  let leaving = 0;
  for (let index = 0; index < tasks; index++) {
    const { support, query } = shownCurve(DEFAULT_SETTINGS, index, NO_EDITS);
    const trajectories = await engine.adapt({
      tasks: adapting.map(() => ({ support, query })),
      gridX: new Float32Array(1),
      innerSteps,
      architecture: PAPER_ARCHITECTURE,
      parameters: adapting.map(({ parameters }) => parameters),
      rates: adapting.map(() => rate),
      loss: familyOf(DEFAULT_SETTINGS).loss,
    });
    const lines = trajectories.map(({ series }) => series.queryLoss);
    const { positionOf, outside } = stepScale(lines);
    for (const [at, line] of lines.entries()) {
      const beyond = Array.from(line.keys()).filter((step) => {
        const value = line[step] ?? Number.NaN;
        return !Number.isFinite(value) || positionOf(value) > 1;
      });
      // The note under the chart and the marks at its edge are made of these.
      expect(outside[at], `line ${at} of task ${index}`).toEqual(beyond);
      expect(beyond.length, `line ${at} of task ${index} is missing as a whole`).toBeLessThan(line.length);
      if (beyond.length > 0) leaving += 1;
    }
  }
  return leaving;
}

test('over 600 default tasks hardly a line leaves the frame, none as a whole, and none without a word', async () => {
  expect(await linesThatLeave(600, alpha)).toBeLessThan(6);
});

test('where α is too large, lines leave the frame, and it is said at which steps', async () => {
  expect(await linesThatLeave(60, 5 * alpha)).toBeGreaterThan(0);
});
