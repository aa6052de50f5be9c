/**
 * A network as ONNX (github.com/onnx/onnx, onnx.proto3): x [N, in] → y [N, out] for any N, a picture being a row of pixels; of networks that read points, also
 * from support_x [K, in] and support_y [K, out] for any K. Initialisers carry the names of PyTorch's state dict; what else is
 * known stands in the metadata.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import {
  type Architecture,
  describeArchitecture,
  inputSize,
  type ModelName,
  modelName,
  outputSize,
  parameterLayout,
  type SpecOf,
} from '#models/architecture.ts';
import { sharedStatistics } from '#models/statistics.ts';
import { addCnp } from './onnx-cnp.ts';
import { addConvolution } from './onnx-convolution.ts';
import { createGraph, type OnnxGraph, valueInfo } from './onnx-graph.ts';
import { addPerceptron } from './onnx-perceptron.ts';
import { addSnail } from './onnx-snail.ts';
import { type Field, message, messageField, textField, wholeField } from './protobuf.ts';
import { tensorsOfWeights, type WeightsFile } from './weights-file.ts';

/** Readable by everything since ONNX 1.8 (2020). */
const IR_VERSION = 7;
const OPSET = 13;

/** How a network becomes a graph. */
interface Exported<Spec> {
  readonly readsPoints: boolean;
  add(graph: OnnxGraph, spec: Spec): void;
}

/** By model; of those that are not named there is no graph. */
const GRAPHS: { readonly [Name in ModelName]?: Exported<SpecOf<Name>> } = {
  mlp: { readsPoints: false, add: (graph, spec) => addPerceptron(graph, spec, 'x', 'y') },
  conv: { readsPoints: false, add: addConvolution },
  cnp: { readsPoints: true, add: addCnp },
  snail: { readsPoints: true, add: addSnail },
};

/** Why there is none, where that is not plain. */
const WITHOUT: Partial<Readonly<Record<ModelName, Words>>> = {
  metaNet: said`MetaNet’s graph would have to hold the gradients that its fast weights are made of.`,
};

const OF_A_SET = said`Its answer to a picture needs others, by whose statistics it is normalised.`;

function exportedAs(architecture: Architecture): Exported<Architecture> | undefined {
  if (sharedStatistics(architecture) !== null) return undefined;
  return GRAPHS[modelName(architecture)];
}

/** Whether a network of this kind has a graph. */
export function hasOnnxGraph(architecture: Architecture): boolean {
  return exportedAs(architecture) !== undefined;
}

/**
 * The bytes of a model. Meta-SGD's α, which a graph has no place for, is left out.
 * @throws PlaygroundError `diverged`; `architecture-invalid` for a network without a graph
 */
export function writeOnnx(weights: WeightsFile): Uint8Array<ArrayBuffer> {
  const { architecture, parameters } = weights.network;
  const { metadata } = tensorsOfWeights(weights);
  const exported = exportedAs(architecture);
  if (exported === undefined)
    throw new PlaygroundError(
      'architecture-invalid',
      said`Expected a multilayer perceptron, a convolutional network, a CNP or SNAIL for ONNX, found ${describeArchitecture(architecture)}.`,
      sharedStatistics(architecture) === null ? WITHOUT[modelName(architecture)] : OF_A_SET,
    );
  const graph = createGraph();
  exported.add(graph, architecture);
  for (const { name, shape, offset, size } of parameterLayout(architecture))
    graph.floats(name, shape, parameters.subarray(offset, offset + size));
  const [inputs, outputs] = [inputSize(architecture), outputSize(architecture)];
  const support: Field[] = exported.readsPoints
    ? [
        messageField(11, valueInfo('support_x', 'K', inputs)),
        messageField(11, valueInfo('support_y', 'K', outputs)),
      ]
    : [];
  return message([
    wholeField(1, IR_VERSION),
    textField(2, 'MAML Playground'),
    messageField(7, [
      ...graph.fields('network'),
      messageField(11, valueInfo('x', 'N', inputs)),
      ...support,
      messageField(12, valueInfo('y', 'N', outputs)),
    ]),
    messageField(8, [textField(1, ''), wholeField(2, OPSET)]),
    ...Object.entries(metadata).map(([key, value]) =>
      messageField(14, [textField(1, key), textField(2, value)]),
    ),
  ]);
}
