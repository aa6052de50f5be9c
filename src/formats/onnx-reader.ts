/**
 * A network from ONNX (github.com/onnx/onnx, onnx.proto3): a row of Gemm with one activation between them, as this page
 * and PyTorch's exporter write it. Any other graph is refused by the operator that it has.
 */
import { type Activation, ACTIVATIONS } from '#models/activations.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { decodeFloats, type FloatKind } from './floats.ts';
import { OPERATORS } from './onnx-perceptron.ts';
import { fieldsOf, textOf, type WireField } from './protobuf-reader.ts';
import {
  damagedFile,
  describeShape,
  type NamedTensor,
  sizeOfShape,
  type TensorFile,
  unreadFile,
} from './tensor-file.ts';

/** TensorProto.DataType. */
const KINDS: ReadonlyMap<number, FloatKind> = new Map([
  [1, 'float32'],
  [10, 'float16'],
  [11, 'float64'],
  [16, 'bfloat16'],
]);

interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: ReadonlyMap<string, WireField>;
}

interface Linear {
  readonly weight: NamedTensor;
  readonly bias: NamedTensor;
}

function refused(found: Words) {
  return unreadFile(
    said`an ONNX graph of Gemm with one activation between them`,
    found,
    said`Of other graphs, save the weights themselves as safetensors, .npz or JSON.`,
  );
}

function all(fields: readonly WireField[], number: number): WireField[] {
  return fields.filter((field) => field.number === number);
}

function first(fields: readonly WireField[], number: number): WireField | undefined {
  return fields.find((field) => field.number === number);
}

/** Whole numbers of a repeated field, one by one or packed. */
function wholesOf(fields: readonly WireField[]): number[] {
  return fields.flatMap(({ whole, bytes }) => {
    if (bytes.length === 0) return [whole];
    const values: number[] = [];
    let value = 0;
    let scale = 1;
    for (const byte of bytes) {
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte >= 0x80) continue;
      values.push(value);
      [value, scale] = [0, 1];
    }
    return values;
  });
}

/** The initialiser of a name, if there is one. */
type Initialisers = (name: string) => NamedTensor | undefined;

function nameOf({ bytes }: WireField): string {
  const field = first(fieldsOf(bytes), 8);
  return field === undefined ? '' : textOf(field);
}

/** TensorProto, as raw bytes or as a list of float32. */
function initialiserOf(tensor: WireField): NamedTensor {
  const fields = fieldsOf(tensor.bytes);
  const name = nameOf(tensor);
  const where = said`Initialiser “${name}”`;
  const shape = wholesOf(all(fields, 1));
  const kind = KINDS.get(first(fields, 2)?.whole ?? 0);
  if (kind === undefined) throw damagedFile(where, said`floating-point numbers`, said`another type`);
  const content = first(fields, 9)?.bytes ?? first(fields, 4)?.bytes ?? new Uint8Array();
  const data = content.length % 2 === 0 ? decodedNumbers(content, kind) : null;
  if (data?.length !== sizeOfShape(shape)) {
    throw damagedFile(where, said`numbers for ${describeShape(shape)}`, said`${content.length} bytes`);
  }
  return { name, shape, data };
}

function decodedNumbers(content: Uint8Array, kind: FloatKind): Float32Array | null {
  const side = kind === 'float64' ? 8 : kind === 'float32' ? 4 : 2;
  return content.length % side === 0 ? decodeFloats(content, kind) : null;
}

/** NodeProto. */
function nodeOf({ bytes }: WireField): Node {
  const fields = fieldsOf(bytes);
  const attributes = all(fields, 5).map((attribute): [string, WireField] => {
    const nameField = first(fieldsOf(attribute.bytes), 1);
    return [nameField === undefined ? '' : textOf(nameField), attribute];
  });
  const [output] = all(fields, 2).map(textOf);
  const [operator] = all(fields, 4).map(textOf);
  return {
    operator: operator ?? '',
    inputs: all(fields, 1).map(textOf),
    output: output ?? '',
    attributes: new Map(attributes),
  };
}

/** An attribute of Gemm: a float (field 2) or a whole number (field 3). */
function attributeOf({ attributes }: Node, name: string, initial: number): number {
  const attribute = attributes.get(name);
  if (attribute === undefined) return initial;
  const fields = fieldsOf(attribute.bytes);
  const float = first(fields, 2)?.bytes;
  if (float?.length === 4) return decodeFloats(float, 'float32')[0] ?? initial;
  return first(fields, 3)?.whole ?? 0;
}

/** [in, out] as [out, in]. */
function turned({ name, shape, data }: NamedTensor): NamedTensor {
  const [rows = 1, columns = 1] = shape;
  const back = data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)] ?? 0);
  return { name, shape: [columns, rows], data: back };
}

function linearOf(node: Node, initialiser: Initialisers): Linear {
  const [, weightName = '', biasName = ''] = node.inputs;
  const weight = initialiser(weightName);
  const bias = initialiser(biasName);
  if (weight?.shape.length !== 2 || bias === undefined) {
    throw refused(said`Gemm without a matrix and a bias among the initialisers`);
  }
  const isPlain = ['alpha', 'beta'].every((name) => attributeOf(node, name, 1) === 1);
  if (!isPlain || attributeOf(node, 'transA', 0) !== 0)
    throw refused(said`Gemm with a factor or a turned input`);
  return { weight: attributeOf(node, 'transB', 0) === 1 ? weight : turned(weight), bias };
}

function activationOf({ operator }: Node): Activation {
  const found = ACTIVATIONS.find((activation) => OPERATORS[activation] === operator);
  if (found !== undefined) return found;
  throw refused(said`the operator ${operator.slice(0, 40) || '?'}`);
}

/** Layers and activations in their row. @throws PlaygroundError `file-unread` if the graph is none. */
function rowOf(nodes: readonly Node[], initialiser: Initialisers) {
  const linear: Linear[] = [];
  const activations: Activation[] = [];
  nodes.forEach((node, index) => {
    const before = nodes[index - 1];
    if (before !== undefined && node.inputs[0] !== before.output)
      throw refused(said`nodes that are in no row`);
    const isLinear = index % 2 === 0;
    if (isLinear !== (node.operator === 'Gemm')) {
      throw refused(said`the operator ${node.operator.slice(0, 40) || '?'} in place ${index + 1}`);
    }
    if (isLinear) linear.push(linearOf(node, initialiser));
    else activations.push(activationOf(node));
  });
  if (linear.length !== activations.length + 1) throw refused(said`an activation at the end`);
  const kinds = [...new Set(activations)];
  if (kinds.length > 1) throw refused(said`the activations ${listed(kinds)}`);
  return { linear, activation: kinds[0] ?? null };
}

/** Reads a model as PyTorch's state dict. @throws PlaygroundError if it is damaged, or of another kind of graph. */
export function readOnnx(bytes: Uint8Array): TensorFile {
  const model = fieldsOf(bytes);
  const graph = first(model, 7);
  if (graph === undefined) throw damagedFile('ONNX', said`a graph`, said`none`);
  const fields = fieldsOf(graph.bytes);
  const tensors = new Map(all(fields, 5).map((tensor) => [nameOf(tensor), tensor]));
  // Read when a layer asks for it: other graphs have constants of other kinds beside their weights.
  const initialiser = (name: string) => {
    const tensor = tensors.get(name);
    return tensor === undefined ? undefined : initialiserOf(tensor);
  };
  const { linear, activation } = rowOf(all(fields, 1).map(nodeOf), initialiser);
  const texts = all(model, 14).map(({ bytes: entry }): [string, string] => {
    const [key, value] = [1, 2].map((number) => first(fieldsOf(entry), number));
    return [key === undefined ? '' : textOf(key), value === undefined ? '' : textOf(value)];
  });
  return {
    // What the graph computes counts, whatever its texts say.
    metadata: { ...Object.fromEntries(texts), ...(activation === null ? {} : { activation }) },
    tensors: linear.flatMap(({ weight, bias }, layer) => [
      { ...weight, name: `${2 * layer}.weight` },
      { ...bias, name: `${2 * layer}.bias` },
    ]),
  };
}
