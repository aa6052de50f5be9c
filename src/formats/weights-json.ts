/**
 * Tensors as JSON that anyone reads: `tensors` holds nested lists under their names, `metadata` the texts beside them, of
 * which those that are JSON themselves stand as such. Lists under other names, nested as Flax, Haiku and checkpoints have
 * them, are read as well. docs/formats.md explains it, public/weights.schema.json is its schema.
 */
import * as v from 'valibot';
import { said, type Words } from '#core/saying.ts';
import { floatText } from './floats.ts';
import { expectedBy, foundBy, unparsed } from './issue-words.ts';
import { roleOf } from './layer-names.ts';
import {
  damagedFile,
  type LeftOut,
  type NamedTensor,
  type TensorFile,
  unreadFile,
  withLeftOut,
} from './tensor-file.ts';

const FORMAT = 'maml-playground';
const VERSION = 1;
/** More sides no tensor of a network has. */
const DEEPEST = 8;

const HINT = said`The file seems to be damaged, or not JSON of weights.`;

function damaged(where: Words, expected: Words, found: Words) {
  return damagedFile(where, expected, found, HINT);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): Words {
  if (Array.isArray(value)) return said`a list`;
  if (isRecord(value)) return said`an object`;
  return JSON.stringify(value)?.slice(0, 40) ?? said`nothing`;
}

/** Sides of nested lists, by the first of each. */
function shapeOf(value: unknown, where: Words): number[] {
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = inner[0]) {
    shape.push(inner.length);
    if (shape.length > DEEPEST) throw damaged(where, said`at most ${DEEPEST} nested lists`, said`more`);
  }
  return shape;
}

function tensorOf(name: string, value: unknown): NamedTensor {
  const where = said`Tensor “${name}”`;
  const shape = shapeOf(value, where);
  const numbers: number[] = [];
  const collect = (part: unknown, depth: number, place: string) => {
    const side = shape[depth];
    if (side === undefined) {
      if (typeof part !== 'number') throw damaged(said`${where}${place}`, said`a number`, describe(part));
      numbers.push(part);
      return;
    }
    if (!Array.isArray(part) || part.length !== side) {
      const found = Array.isArray(part) ? `${part.length}` : describe(part);
      throw damaged(said`${where}${place}`, said`${side} entries as in the first of its lists`, found);
    }
    part.forEach((inner, index) => collect(inner, depth + 1, `${place}[${index}]`));
  };
  collect(value, 0, '');
  return { name, shape, data: Float32Array.from(numbers) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /\b(?:NaN|Infinity)\b/.test(text)
      ? said`The text has NaN or Infinity, which are neither JSON nor weights.`
      : HINT;
    throw damagedFile(said`Text`, 'JSON', unparsed(error), hint);
  }
}

const ownFormat = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
});

/** Metadata as the other formats have it: texts only. */
function textsOf(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) throw damaged('metadata', said`an object`, describe(metadata));
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** More levels of objects no library's parameters have. */
const DEEPEST_OBJECT = 16;

/** What stands first in the innermost of nested lists. */
function firstLeaf(value: unknown): unknown {
  let leaf = value;
  for (let depth = 0; Array.isArray(leaf) && depth <= DEEPEST; depth++) leaf = leaf[0];
  return leaf;
}

/** Whether a list holds a tensor for each layer, such as `weights` with a matrix for each, rather than being one. */
function isListOfTensors(name: string, value: readonly unknown[]): boolean {
  if (!/(?:weights|kernels|biases|coefs_?|intercepts_?|params|parameters)$/i.test(name)) return false;
  const depth = roleOf(name)?.role === 'weight' ? 3 : 2;
  let inner: unknown = value;
  for (let level = 1; level < depth; level++) inner = Array.isArray(inner) ? inner[0] : undefined;
  return Array.isArray(inner);
}

/** Tensors, texts and the rest in objects and lists, under the names on the way joined by points. */
function collected(file: Readonly<Record<string, unknown>>): TensorFile {
  const metadata: [string, string][] = [];
  const tensors: NamedTensor[] = [];
  const leftOut: LeftOut[] = [];
  const collect = (value: unknown, path: readonly string[]) => {
    const name = path.join('.');
    if (path.length > DEEPEST_OBJECT) {
      throw damaged(
        said`Entry “${name.slice(0, 40)}”`,
        said`at most ${DEEPEST_OBJECT} nested objects`,
        said`more`,
      );
    }
    const isTree = isRecord(value) || (Array.isArray(value) && isRecord(firstLeaf(value)));
    if (isTree || (Array.isArray(value) && isListOfTensors(name, value))) {
      for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key]);
    } else if (typeof value === 'string') {
      // Beside the parameters or in their configuration.
      metadata.push([path.at(-1) ?? '', value]);
    } else if (Array.isArray(value) && !['string', 'boolean'].includes(typeof firstLeaf(value))) {
      tensors.push(tensorOf(name, value));
    } else if (typeof value === 'number' && roleOf(name) !== null) {
      tensors.push(tensorOf(name, value));
    } else {
      leftOut.push({ name, what: describe(value) });
    }
  };
  for (const [key, value] of Object.entries(file)) collect(value, [key]);
  // Of two texts of one name, the outer one comes first and stays.
  return withLeftOut({ metadata: Object.fromEntries(metadata.toReversed()), tensors }, leftOut);
}

/** Reads JSON of weights. @throws PlaygroundError `weights-file-damaged` naming the place. */
export function readWeightsJson(text: string): TensorFile {
  const whole = parse(text);
  // A list of layers has their numbers for names.
  const file = Array.isArray(whole) && isRecord(whole[0]) ? Object.fromEntries(whole.entries()) : whole;
  if (!isRecord(file)) throw damaged(said`Text`, said`an object`, describe(file));
  if ('modelTopology' in file || 'weightsManifest' in file) {
    throw unreadFile(
      said`the numbers of a network`,
      said`TensorFlow.js’s model.json, whose numbers are in files beside it`,
      said`Pack model.json and its .bin files into one zip, and open that.`,
    );
  }
  if (!('tensors' in file)) return collected(file);
  const { metadata = {}, tensors } = file;
  const checked = v.safeParse(ownFormat, file);
  if (!checked.success && ('format' in file || 'version' in file)) {
    const [issue] = checked.issues;
    throw damaged(v.getDotPath(issue) ?? said`Text`, expectedBy(issue), foundBy(issue));
  }
  if (!isRecord(tensors))
    throw damaged('tensors', said`an object with a list for each name`, describe(tensors));
  return {
    metadata: textsOf(metadata),
    tensors: Object.entries(tensors).map(([name, value]) => tensorOf(name, value)),
  };
}

/** Nested lists, each number as the shortest text that reads as the same float32. */
function listText(shape: readonly number[], data: Float32Array, depth = 0): string {
  const [, ...inner] = shape;
  if (shape.length === 0) return floatText(data[0] ?? 0);
  if (shape.length === 1) return `[${Array.from(data, floatText).join(', ')}]`;
  const rows = shape[0] ?? 0;
  const size = rows === 0 ? 0 : data.length / rows;
  const indent = '  '.repeat(depth + 3);
  const lists = Array.from(
    { length: rows },
    (_, row) => `${indent}${listText(inner, data.subarray(row * size, (row + 1) * size), depth + 1)}`,
  );
  return `[\n${lists.join(',\n')}\n${'  '.repeat(depth + 2)}]`;
}

/** Whether a text is JSON of an object, to be written as one. */
function structured(text: string): unknown {
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The text of a file. */
export function writeWeightsJson({ metadata, tensors }: TensorFile): string {
  const told = Object.fromEntries(Object.entries(metadata).map(([key, text]) => [key, structured(text)]));
  const lists = tensors.map(
    ({ name, shape, data }) => `    ${JSON.stringify(name)}: ${listText(shape, data)}`,
  );
  const metadataText = JSON.stringify(told, null, 2).replaceAll('\n', '\n  ');
  return `{\n  "format": "${FORMAT}",\n  "version": ${VERSION},\n  "metadata": ${metadataText},\n  "tensors": {\n${lists.join(',\n')}\n  }\n}\n`;
}
