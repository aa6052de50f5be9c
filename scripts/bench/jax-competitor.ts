/** MAML in jax-js: one compiled program for the loss and the meta-gradient of a whole meta-batch. */
import { defaultDevice, grad, init, jit, nn, numpy as np, tree, valueAndGrad, vmap } from '@jax-js/jax';
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

export type JaxDevice = 'webgpu' | 'wasm';

// A type and not an interface, because only types are trees to jax-js; weights are [in, out].
type Layer = { weight: np.Array; bias: np.Array };
type MatrixProduct = (left: np.Array, right: np.Array) => np.Array;

/** The same product as a sum over a broadcast, which `jit` fuses into one kernel. */
function productAsSum(left: np.Array, right: np.Array): np.Array {
  const [rows = 1, inner = 1] = left.shape;
  const [, columns = 1] = right.shape;
  return np.sum(left.reshape([rows, inner, 1]).mul(right.reshape([1, inner, columns])), 1);
}

/** `matmul` is what one would write; on wasm, jax-js 0.1.25 computes its derivatives wrongly, those of `sum` rightly. */
const PRODUCTS = { matmul: np.matmul, sum: productAsSum } satisfies Readonly<Record<string, MatrixProduct>>;

export type JaxProduct = keyof typeof PRODUCTS;

// An argument is consumed by the call that takes it; `ref` keeps it for another.
function metaLoss(product: MatrixProduct, innerSteps: number) {
  const predict = (layers: Layer[], x: np.Array): np.Array =>
    layers.reduce((hidden, { weight, bias }, layer) => {
      const linear = product(hidden, weight).add(bias);
      return layer < layers.length - 1 ? nn.relu(linear) : linear;
    }, x);

  const loss = (layers: Layer[], x: np.Array, y: np.Array): np.Array =>
    np.mean(np.square(predict(layers, x).sub(y)));

  const descend = (parameter: np.Array, slope: np.Array): np.Array => parameter.sub(slope.mul(ALPHA));

  const lossAfterAdaptation = (
    initial: Layer[],
    supportX: np.Array,
    supportY: np.Array,
    queryX: np.Array,
    queryY: np.Array,
  ): np.Array => {
    let layers = initial;
    for (let step = 0; step < innerSteps; step++) {
      const slopes = grad(loss)(tree.ref(layers), supportX.ref, supportY.ref);
      layers = tree.map(descend, layers, slopes);
    }
    tree.dispose([supportX, supportY]);
    return loss(layers, queryX, queryY);
  };

  const batched = vmap(lossAfterAdaptation, [null, 0, 0, 0, 0]);
  return (...inputs: Parameters<typeof lossAfterAdaptation>): np.Array => np.mean(batched(...inputs));
}

/** Row-major [rows, columns] to [columns, rows]. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, index) => values[(index % rows) * columns + Math.floor(index / rows)] ?? NaN);
}

function uploadLayers({ network }: BenchInputs): Layer[] {
  let offset = 0;
  const take = (size: number) => network.parameters.slice(offset, (offset += size));
  return linearLayers(expectMlp(network.architecture)).map(({ inputs, outputs }) => ({
    weight: np.array(transposed(take(inputs * outputs), outputs, inputs), { shape: [inputs, outputs] }),
    bias: np.array(take(outputs)),
  }));
}

/** Reads the layers back in the flat layout, and frees them. */
async function downloadLayers(layers: readonly Layer[]): Promise<Float32Array> {
  const parts: number[] = [];
  for (const { weight, bias } of layers) {
    const [inputs = 1, outputs = 1] = weight.shape;
    const weights = (await weight.data()) as Float32Array;
    parts.push(...transposed(weights, inputs, outputs), ...(await bias.data()));
  }
  return Float32Array.from(parts);
}

async function prepare(device: JaxDevice, form: JaxProduct, benchCase: BenchCase): Promise<PreparedCase> {
  const available = await init(device);
  if (!available.includes(device)) throw new Error(`Expected jax-js to start ${device}, which it could not.`);
  defaultDevice(device);

  const inputs = benchInputs(benchCase);
  const parameters = uploadLayers(inputs);
  const shape = [benchCase.metaBatch, benchCase.shots, 1];
  const upload = ({ x, y }: PointSet) => [np.array(x, { shape }), np.array(y, { shape })] as const;
  const [supportX, supportY] = upload(inputs.support);
  const [queryX, queryY] = upload(inputs.query);
  const compiled = jit(valueAndGrad(metaLoss(PRODUCTS[form], benchCase.innerSteps)));
  const metaStep = () => compiled(tree.ref(parameters), supportX.ref, supportY.ref, queryX.ref, queryY.ref);

  return {
    async run(count: number): Promise<void> {
      for (let step = 0; step < count; step++) {
        const [loss, gradient] = metaStep();
        // All results belong to one program, so the loss is there only when the gradient is.
        await loss.data();
        tree.dispose(gradient);
      }
    },

    gradient(): Promise<Float32Array> {
      const [loss, gradient] = metaStep();
      loss.dispose();
      return downloadLayers(gradient);
    },

    dispose(): void {
      compiled.dispose();
      tree.dispose([parameters, supportX, supportY, queryX, queryY]);
    },
  };
}

export function jaxCompetitor(device: JaxDevice, product: JaxProduct): Competitor {
  return {
    name: `jax-js, ${device}, ${product === 'matmul' ? 'np.matmul' : 'products as sums'}`,
    includes: 'loss and meta-gradient, the loss read each step; no sampling, no upload, no Adam',
    adapter: async () => null,
    gpuBytes: () => null,
    prepare: (benchCase) => prepare(device, product, benchCase),
  };
}
