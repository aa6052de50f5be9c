/** A network as a TensorFlow.js LayersModel: `model.json` and `weights.bin`, which `tf.loadLayersModel` opens, in one zip. */
import { PlaygroundError } from '#core/errors.ts';
import { describeArchitecture } from '#models/architecture.ts';
import { said } from '#core/saying.ts';
import { putFloats } from './floats.ts';
import { asKeras, isKerasArchitecture, kerasNetwork } from './keras-network.ts';
import { tensorsOfWeights, type WeightsFile } from './weights-file.ts';
import { writeZip } from './zip.ts';

export const MODEL_FILE = 'model.json';
export const BYTES_FILE = 'weights.bin';

/** The two files of a model. */
function layersModel(weights: WeightsFile): {
  readonly json: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
} {
  const { architecture, parameters } = weights.network;
  if (!isKerasArchitecture(architecture)) {
    throw new PlaygroundError(
      'architecture-invalid',
      said`Expected a multilayer perceptron or a convolutional network for TensorFlow.js layers, found ${describeArchitecture(architecture)}.`,
    );
  }
  const network = kerasNetwork(architecture);
  if (network === null) {
    throw new PlaygroundError(
      'input-invalid',
      said`Expected an activation that TensorFlow.js layers have (relu, tanh, sigmoid, softplus), found ${architecture.activation}.`,
      said`ONNX has the sine, and so do the lines of code beside safetensors and .npz.`,
    );
  }
  const { layers, held } = network;
  const { metadata } = tensorsOfWeights(weights);
  const model = {
    format: 'layers-model',
    generatedBy: 'MAML Playground',
    convertedBy: null,
    modelTopology: {
      keras_version: '2.15.0',
      backend: 'tensorflow',
      model_config: { class_name: 'Sequential', config: { name: 'network', layers } },
    },
    weightsManifest: [
      {
        paths: [BYTES_FILE],
        weights: held.map(({ kerasName, kerasShape }) => ({
          name: kerasName,
          shape: kerasShape,
          dtype: 'float32',
        })),
      },
    ],
    userDefinedMetadata: metadata,
  };
  const bytes = new Uint8Array(4 * parameters.length);
  for (const tensor of held) {
    const { offset, size } = tensor;
    putFloats(bytes, 4 * offset, asKeras(parameters.subarray(offset, offset + size), tensor));
  }
  return { json: `${JSON.stringify(model, null, 2)}\n`, bytes };
}

/**
 * Both files as a zip.
 * @throws PlaygroundError if no layers make such a network, Keras has no such activation, or a number is not finite.
 */
export function writeLayersModel(weights: WeightsFile): Uint8Array<ArrayBuffer> {
  const { json, bytes } = layersModel(weights);
  return writeZip({ [MODEL_FILE]: new TextEncoder().encode(json), [BYTES_FILE]: bytes });
}
