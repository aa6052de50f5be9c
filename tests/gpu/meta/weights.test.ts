/** The shipped files, through the engine and by hand. */
import { expect, test } from 'vitest';
import type { Network } from '#models/architecture.ts';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask } from '#families/sinusoid/sinusoid.ts';
import { readWeightsFile, writeWeightsFile } from '#formats/weights-file.ts';
import { engineUnderTest } from '../engine.ts';

const engine = engineUnderTest();
const gridX = Float32Array.from({ length: 161 }, (_, index) => -5 + (10 * index) / 160);
const counts = { shots: 5, queryPoints: 10 };
const task = sampleSinusoidTask(PAPER_RANGES, 1, STREAMS.shownTask, 0, counts);

async function fetchBytes(file: string): Promise<Uint8Array> {
  const response = await fetch(`/weights/${file}`);
  expect(response.ok).toBe(true);
  return new Uint8Array(await response.arrayBuffer());
}

async function trajectoryOf({ architecture, parameters }: Network) {
  const request = {
    architecture,
    parameters: [parameters],
    tasks: [task],
    rates: [0.01],
    loss: 'squaredError' as const,
    innerSteps: 3,
    gridX,
  };
  const [trajectory] = await engine.adapt(request);
  if (trajectory === undefined) throw new Error('Expected a trajectory.');
  return trajectory;
}

/** ŷ at x by a plain loop, from the file's bytes and the documented layout alone. */
function predictByHand(bytes: Uint8Array, x: number): number {
  const view = new DataView(bytes.buffer);
  const headerLength = Number(view.getBigUint64(0, true));
  const header: Record<string, { data_offsets?: [number, number] }> = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)),
  );
  const tensor = (name: string) => {
    const [begin, end] = header[name]?.data_offsets ?? [0, 0];
    return Array.from({ length: (end - begin) / 4 }, (_, index) =>
      view.getFloat32(8 + headerLength + begin + 4 * index, true),
    );
  };
  let hidden = [x];
  for (const layer of [0, 2, 4]) {
    const weight = tensor(`${layer}.weight`);
    const linear = tensor(`${layer}.bias`).map((bias, out) =>
      hidden.reduce((sum, value, into) => sum + (weight[out * hidden.length + into] ?? NaN) * value, bias),
    );
    hidden = layer === 4 ? linear : linear.map((value) => Math.max(value, 0));
  }
  return hidden[0] ?? NaN;
}

test('a plain forward pass over the bytes gives the curve of the page', async () => {
  const bytes = await fetchBytes('maml-5-shot.safetensors');
  const { predictions } = await trajectoryOf(readWeightsFile(bytes).network);
  const worst = gridX.reduce(
    (most, x, index) => Math.max(most, Math.abs(predictByHand(bytes, x) - (predictions[0]?.[index] ?? NaN))),
    0,
  );
  expect(worst).toBeLessThan(1e-5);
});

test('a file written and read again predicts and adapts the same to the last bit', async () => {
  const file = readWeightsFile(await fetchBytes('maml-5-shot.safetensors'));
  const again = readWeightsFile(writeWeightsFile(file));
  const [before, after] = [await trajectoryOf(file.network), await trajectoryOf(again.network)];
  expect(after.predictions).toEqual(before.predictions);
  expect(after.adapted).toEqual(before.adapted);
});

test('the shipped MAML weights adapt in one step, the pretrained do not', async () => {
  const meanAfterOneStep = async (name: string) => {
    const { architecture, parameters } = readWeightsFile(await fetchBytes(`${name}.safetensors`)).network;
    const tasks = Array.from({ length: 100 }, (_, index) =>
      sampleSinusoidTask(PAPER_RANGES, 77, STREAMS.heldOut, index, counts),
    );
    const repeated = tasks.map(() => parameters);
    const rates = tasks.map(() => 0.01);
    const evaluation = {
      architecture,
      loss: 'squaredError' as const,
      parameters: repeated,
      rates,
      tasks,
      innerSteps: 1,
    };
    const { losses } = await engine.evaluate(evaluation);
    return losses.reduce((sum, loss, index) => (index % 2 === 1 ? sum + loss : sum), 0) / tasks.length;
  };
  const maml = await meanAfterOneStep('maml-5-shot');
  expect(maml).toBeLessThan(0.8);
  expect(await meanAfterOneStep('pretrained')).toBeGreaterThan(2 * maml);
});
