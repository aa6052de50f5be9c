/**
 * A network as ONNX (github.com/onnx/onnx, onnx.proto3): x [N, in] → y [N, out] for any N. Initialisers carry the names of
 * PyTorch's state dict; what else is known stands in the metadata.
 */
import type { Activation } from '#models/activations.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { expectMlp, parameterLayout } from '#models/architecture.ts';
import { floatBytes } from './floats.ts';
import { bytesField, type Field, message, messageField, textField, wholeField } from './protobuf.ts';
import { tensorsOfWeights, type WeightsFile } from './weights-file.ts';

/** Readable by everything since ONNX 1.8 (2020). */
const IR_VERSION = 7;
const OPSET = 13;
const FLOAT = 1;
const INTEGER_ATTRIBUTE = 2;

export const OPERATORS: Readonly<Record<Activation, string>> = {
  relu: 'Relu',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  sin: 'Sin',
};

/** TensorProto. */
function initialiser(name: string, shape: readonly number[], data: Float32Array): Field[] {
  return [
    ...shape.map((side) => wholeField(1, side)),
    wholeField(2, FLOAT),
    textField(8, name),
    bytesField(9, floatBytes(data)),
  ];
}

/** NodeProto. */
function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Field[] = [],
) {
  return [
    ...inputs.map((input) => textField(1, input)),
    textField(2, output),
    textField(3, output === 'y' ? operator.toLowerCase() : output),
    textField(4, operator),
    ...attributes,
  ];
}

/** ValueInfoProto of [N, size]. */
function valueInfo(name: string, size: number): Field[] {
  const batch = messageField(1, [textField(2, 'N')]);
  const features = messageField(1, [wholeField(1, size)]);
  const tensor = [wholeField(1, FLOAT), messageField(2, [batch, features])];
  return [textField(1, name), messageField(2, [messageField(1, tensor)])];
}

/** Gemm with B transposed: x Wᵀ + b, W being [out, in]. */
const TRANSPOSED = messageField(5, [
  textField(1, 'transB'),
  wholeField(3, 1),
  wholeField(20, INTEGER_ATTRIBUTE),
]);

function nodes(architecture: Mlp): Field[] {
  const operator = OPERATORS[architecture.activation];
  const last = linearLayers(architecture).length - 1;
  let below = 'x';
  return Array.from({ length: last + 1 }, (_, layer) => layer).flatMap((layer) => {
    const module = 2 * layer;
    const inputs = [below, `${module}.weight`, `${module}.bias`];
    if (layer === last) return [messageField(1, node('Gemm', inputs, 'y', [TRANSPOSED]))];
    const [linear, activated] = [`linear${layer + 1}`, `hidden${layer + 1}`];
    below = activated;
    return [
      messageField(1, node('Gemm', inputs, linear, [TRANSPOSED])),
      messageField(1, node(operator, [linear], activated)),
    ];
  });
}

/** The bytes of a model. Meta-SGD's α, which a graph has no place for, is left out. @throws PlaygroundError `diverged` */
export function writeOnnx(weights: WeightsFile): Uint8Array<ArrayBuffer> {
  const { parameters } = weights.network;
  const architecture = expectMlp(weights.network.architecture);
  const { layerSizes } = architecture;
  const { metadata } = tensorsOfWeights(weights);
  const graph = [
    ...nodes(architecture),
    textField(2, 'network'),
    ...parameterLayout(architecture).map(({ name, shape, offset, size }) =>
      messageField(5, initialiser(name, shape, parameters.subarray(offset, offset + size))),
    ),
    messageField(11, valueInfo('x', layerSizes[0] ?? 0)),
    messageField(12, valueInfo('y', layerSizes.at(-1) ?? 0)),
  ];
  return message([
    wholeField(1, IR_VERSION),
    textField(2, 'MAML Playground'),
    messageField(7, graph),
    messageField(8, [textField(1, ''), wholeField(2, OPSET)]),
    ...Object.entries(metadata).map(([key, value]) =>
      messageField(14, [textField(1, key), textField(2, value)]),
    ),
  ]);
}
