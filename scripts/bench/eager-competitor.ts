/** MAML in TensorFlow.js as it is installed: every operation a call of its own, on the stock kernels. */
import * as tf from '@tensorflow/tfjs';
import { expectMlp } from '#models/architecture.ts';
import { linearLayers } from '#models/mlp.ts';
import type { PointSet } from '#families/task.ts';
import {
  ALPHA,
  type BenchCase,
  type BenchInputs,
  benchInputs,
  type Competitor,
  type PreparedCase,
} from './competitor.ts';

export type EagerBackend = 'webgl' | 'webgpu';

/** Points of all tasks, [T, K, 1]. */
type Points = { readonly x: tf.Tensor; readonly y: tf.Tensor };

/** Weights [T, out, in] and biases [T, 1, out], in turn. */
type Parameters = readonly tf.Tensor[];

function predict(parameters: Parameters, x: tf.Tensor): tf.Tensor {
  let hidden = x;
  for (let index = 0; index < parameters.length; index += 2) {
    const [weight, bias] = parameters.slice(index, index + 2);
    if (weight === undefined || bias === undefined) throw new Error('A layer has no parameters.');
    if (index > 0) hidden = tf.relu(hidden);
    hidden = tf.add(tf.matMul(hidden, weight, false, true), bias);
  }
  return hidden;
}

/** The sum of the tasks' losses: each task has its own parameters, so its gradient holds each task's own. */
function totalLoss(parameters: Parameters, { x, y }: Points): tf.Scalar {
  const [, shots = 1] = x.shape;
  return tf.div(tf.sum(tf.squaredDifference(predict(parameters, x), y)), shots);
}

function adapt(initial: Parameters, support: Points, innerSteps: number): Parameters {
  const slopesAt = tf.grads((...varied: tf.Tensor[]) => totalLoss(varied, support));
  let parameters = [...initial];
  for (let step = 0; step < innerSteps; step++) {
    const slopes = slopesAt(parameters);
    parameters = parameters.map((parameter, index) => {
      const slope = slopes[index];
      if (slope === undefined) throw new Error('A parameter has no gradient.');
      return tf.sub(parameter, tf.mul(slope, ALPHA));
    });
  }
  return parameters;
}

function uploadParameters({ network }: BenchInputs): tf.Tensor[] {
  let offset = 0;
  const take = (size: number) => network.parameters.slice(offset, (offset += size));
  return linearLayers(expectMlp(network.architecture)).flatMap(({ inputs, outputs }) => [
    tf.tensor(take(inputs * outputs), [1, outputs, inputs]),
    tf.tensor(take(outputs), [1, 1, outputs]),
  ]);
}

async function startBackend(backend: EagerBackend): Promise<void> {
  if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) {
    throw new Error(`Expected TensorFlow.js to start ${backend}, which it could not.`);
  }
}

async function prepare(backend: EagerBackend, benchCase: BenchCase): Promise<PreparedCase> {
  await startBackend(backend);
  const { metaBatch, shots, innerSteps } = benchCase;
  const inputs = benchInputs(benchCase);
  const parameters = uploadParameters(inputs);
  const upload = ({ x, y }: PointSet): Points => {
    const shape = [metaBatch, shots, 1];
    return { x: tf.tensor(x, shape), y: tf.tensor(y, shape) };
  };
  const support = upload(inputs.support);
  const query = upload(inputs.query);

  const metaStep = () =>
    tf.tidy(() => {
      // Copied outside the tape, because the gradient of `tile` is a slice and a sum for each task.
      const copies = parameters.map((parameter) => tf.tile(parameter, [metaBatch, 1, 1]));
      const { value, grads } = tf.valueAndGrads((...initial: tf.Tensor[]) =>
        totalLoss(adapt(initial, support, innerSteps), query),
      )(copies);
      return {
        loss: tf.div(value, metaBatch),
        gradient: grads.map((gradient) => tf.mean(gradient, 0)),
      };
    });

  return {
    async run(count: number): Promise<void> {
      for (let step = 0; step < count; step++) {
        const { loss, gradient } = metaStep();
        // The device works in order, so the loss arrives after the gradient, which was asked for before.
        await loss.data();
        tf.dispose([loss, gradient]);
      }
    },

    async gradient(): Promise<Float32Array> {
      const { loss, gradient } = metaStep();
      const parts = await Promise.all(gradient.map((tensor) => tensor.data<'float32'>()));
      tf.dispose([loss, gradient]);
      return Float32Array.from(parts.flatMap((part) => [...part]));
    },

    dispose(): void {
      tf.dispose([parameters, support, query]);
    },
  };
}

export function eagerCompetitor(backend: EagerBackend): Competitor {
  return {
    name: `TensorFlow.js, eager, ${backend}`,
    includes: 'loss and meta-gradient, the loss read each step; no sampling, no upload, no Adam',
    adapter: async () => null,
    gpuBytes: () => null,
    prepare: (benchCase) => prepare(backend, benchCase),
  };
}
