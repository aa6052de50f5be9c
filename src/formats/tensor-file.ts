/** Named tensors with texts beside them: what safetensors, NumPy's .npz and our JSON all hold, each in its own bytes. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What stands in a file beside its tensors and is none: a counter, a note, a folder. */
export interface LeftOut {
  readonly name: string;
  /** What it is, such as its type and shape. */
  readonly what: Words;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly NamedTensor[];
  /** Absent where the file holds nothing else. */
  readonly leftOut?: readonly LeftOut[];
}

/** A file with what it holds beside its tensors, if that is anything. */
export function withLeftOut(file: TensorFile, leftOut: readonly LeftOut[]): TensorFile {
  return leftOut.length === 0 ? file : { ...file, leftOut };
}

/** The error of bytes that are not what they claim to be. */
export function damagedFile(where: Words, expected: Words, found: Words, hint: Words = ''): PlaygroundError {
  return new PlaygroundError(
    'weights-file-damaged',
    said`${where}: expected ${expected}, found ${found}.`,
    hint === '' ? said`The file seems to be damaged, or of another format.` : hint,
  );
}

/** The error of a sound file of a kind that is not read here; `hint` tells how to make one that is. */
export function unreadFile(expected: Words, found: Words, hint: Words): PlaygroundError {
  return new PlaygroundError('file-unread', said`File: expected ${expected}, found ${found}.`, hint);
}

/** The product of a shape's sides; 1 for a single number. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** `[40, 1]`, or `[]` for a single number. */
export function describeShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
