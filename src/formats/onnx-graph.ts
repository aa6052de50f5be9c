/** A graph of ONNX (github.com/onnx/onnx, onnx.proto3) as it grows: nodes, and constants beside the weights. */
import { floatBytes } from './floats.ts';
import { bytesField, type Field, messageField, textField, wholeField } from './protobuf.ts';

const FLOAT = 1;
const INT64 = 7;
const INTEGER_ATTRIBUTE = 2;
const INTEGERS_ATTRIBUTE = 7;

/** AttributeProto of one whole number that is not negative. */
export function wholeAttribute(name: string, value: number): Field {
  return messageField(5, [textField(1, name), wholeField(3, value), wholeField(20, INTEGER_ATTRIBUTE)]);
}

/** The same of several. */
export function wholesAttribute(name: string, values: readonly number[]): Field {
  const all = values.map((value) => wholeField(8, value));
  return messageField(5, [textField(1, name), ...all, wholeField(20, INTEGERS_ATTRIBUTE)]);
}

/** TensorProto. */
function tensor(name: string, shape: readonly number[], type: number, bytes: Uint8Array): Field[] {
  return [
    ...shape.map((side) => wholeField(1, side)),
    wholeField(2, type),
    textField(8, name),
    bytesField(9, bytes),
  ];
}

/** ValueInfoProto of [rows, size], where `rows` names a number that is free. */
export function valueInfo(name: string, rows: string, size: number): Field[] {
  const free = messageField(1, [textField(2, rows)]);
  const features = messageField(1, [wholeField(1, size)]);
  const type = [wholeField(1, FLOAT), messageField(2, [free, features])];
  return [textField(1, name), messageField(2, [messageField(1, type)])];
}

export interface OnnxGraph {
  /** Adds a node, and names what it makes. */
  node(operator: string, inputs: readonly string[], output: string, attributes?: readonly Field[]): string;
  /** Adds float32 numbers of a shape, none for one number, and names them. */
  floats(name: string, shape: readonly number[], data: Float32Array): string;
  /** Adds whole numbers: a list of them, or one by itself. */
  wholes(name: string, values: readonly number[] | number): string;
  /** GraphProto's fields, nodes first. */
  fields(name: string): Field[];
}

export function createGraph(): OnnxGraph {
  const nodes: Field[] = [];
  const constants: Field[] = [];
  return {
    node(operator, inputs, output, attributes = []) {
      nodes.push(
        messageField(1, [
          ...inputs.map((input) => textField(1, input)),
          textField(2, output),
          textField(3, output === 'y' ? operator.toLowerCase() : output),
          textField(4, operator),
          ...attributes,
        ]),
      );
      return output;
    },
    floats(name, shape, data) {
      constants.push(messageField(5, tensor(name, shape, FLOAT, floatBytes(data))));
      return name;
    },
    wholes(name, values) {
      const list = typeof values === 'number' ? [values] : values;
      const bytes = new DataView(new ArrayBuffer(8 * list.length));
      list.forEach((value, index) => {
        bytes.setBigInt64(8 * index, BigInt(value), true);
      });
      const shape = typeof values === 'number' ? [] : [list.length];
      constants.push(messageField(5, tensor(name, shape, INT64, new Uint8Array(bytes.buffer))));
      return name;
    },
    fields: (name) => [...nodes, textField(2, name), ...constants],
  };
}
