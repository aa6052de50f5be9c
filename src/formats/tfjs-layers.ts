/** A network as a TensorFlow.js LayersModel: `model.json` and `weights.bin`, which `tf.loadLayersModel` opens, in one zip. */
import { PlaygroundError } from '#core/errors.ts';
import type { Activation } from '#models/activations.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { expectMlp, parameterLayout } from '#models/architecture.ts';
import { said } from '#core/saying.ts';
import { putFloats } from './floats.ts';
import { tensorsOfWeights, type WeightsFile } from './weights-file.ts';
import { writeZip } from './zip.ts';

/** Keras' names; it has no sine. */
const KERAS: Readonly<Record<Activation, string | null>> = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  sin: null,
};

/** Whether Keras has a layer for the activation. */
export function isKerasActivation(activation: Activation): boolean {
  return KERAS[activation] !== null;
}

export const MODEL_FILE = 'model.json';
export const BYTES_FILE = 'weights.bin';

interface KerasTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Kernels [in, out] and biases, in the order of the layers. */
function kerasTensors(architecture: Mlp, parameters: Float32Array): KerasTensor[] {
  const layers = linearLayers(architecture);
  return parameterLayout(architecture).map(({ role, layer, shape, offset, size }) => {
    const data = parameters.slice(offset, offset + size);
    const name = `layer${layer + 1}/${role === 'weight' ? 'kernel' : 'bias'}`;
    if (role === 'bias') return { name, shape, data };
    const { inputs = 0, outputs = 0 } = layers[layer] ?? {};
    const kernel = data.map(
      (_, index) => data[(index % outputs) * inputs + Math.floor(index / outputs)] ?? 0,
    );
    return { name, shape: [inputs, outputs], data: kernel };
  });
}

/** The two files of a model. @throws PlaygroundError if Keras has no such activation, or a number is not finite. */
export function layersModel(weights: WeightsFile): {
  readonly json: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
} {
  const { network } = weights;
  const architecture = expectMlp(network.architecture);
  const activation = KERAS[architecture.activation];
  if (activation === null) {
    throw new PlaygroundError(
      'input-invalid',
      said`Expected an activation that TensorFlow.js layers have (relu, tanh, sigmoid, softplus), found ${architecture.activation}.`,
      said`ONNX has the sine, and so do the lines of code beside safetensors and .npz.`,
    );
  }
  const { metadata } = tensorsOfWeights(weights);
  const tensors = kerasTensors(architecture, network.parameters);
  const layers = linearLayers(architecture);
  const topology = {
    class_name: 'Sequential',
    config: {
      name: 'network',
      layers: layers.map(({ inputs, outputs }, layer) => ({
        class_name: 'Dense',
        config: {
          name: `layer${layer + 1}`,
          dtype: 'float32',
          ...(layer === 0 ? { batch_input_shape: [null, inputs] } : {}),
          units: outputs,
          activation: layer === layers.length - 1 ? 'linear' : activation,
          use_bias: true,
        },
      })),
    },
  };
  const model = {
    format: 'layers-model',
    generatedBy: 'MAML Playground',
    convertedBy: null,
    modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: topology },
    weightsManifest: [
      {
        paths: [BYTES_FILE],
        weights: tensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
    userDefinedMetadata: metadata,
  };
  const bytes = new Uint8Array(4 * network.parameters.length);
  let offset = 0;
  for (const { data } of tensors) {
    putFloats(bytes, offset, data);
    offset += 4 * data.length;
  }
  return { json: `${JSON.stringify(model, null, 2)}\n`, bytes };
}

/** Both files as a zip. @throws PlaygroundError if Keras has no such activation, or a number is not finite. */
export function writeLayersModel(weights: WeightsFile): Uint8Array<ArrayBuffer> {
  const { json, bytes } = layersModel(weights);
  return writeZip({ [MODEL_FILE]: new TextEncoder().encode(json), [BYTES_FILE]: bytes });
}
