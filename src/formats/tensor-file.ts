/** Named tensors with texts beside them: what safetensors, NumPy's .npz and our JSON all hold, each in its own bytes. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly NamedTensor[];
}

/** The error of bytes that are not what they claim to be, or of no format that is read here. */
export function damagedFile(where: Words, expected: Words, found: Words, hint: Words = ''): PlaygroundError {
  return new PlaygroundError(
    'weights-file-damaged',
    said`${where}: expected ${expected}, found ${found}.`,
    hint === '' ? said`The file seems to be damaged, or of another format.` : hint,
  );
}

/** The product of a shape's sides; 1 for a single number. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** `[40, 1]`, or `[]` for a single number. */
export function describeShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
