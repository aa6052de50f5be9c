/** NumPy's .npz: a zip of arrays, `numpy.load` opens it. Tensors are arrays of numbers, metadata are texts. */
import { said } from '#core/saying.ts';
import { readNumpyArray, writeNumpyArray } from './numpy-array.ts';
import {
  damagedFile,
  describeShape,
  type LeftOut,
  type NamedTensor,
  type TensorFile,
  withLeftOut,
} from './tensor-file.ts';
import { writeZip, type ZipEntry } from './zip.ts';

const ENDING = '.npy';

/** What macOS puts beside each file has its name, and is none of it. */
function isArray(file: string): boolean {
  return file.endsWith(ENDING) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(file);
}

/** Whether files of a zip are arrays, all of them or some. */
export function holdsArrays(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => isArray(name));
}

/** The tensors among an archive's files; what is no array of floating-point numbers is left out. @throws PlaygroundError `weights-file-damaged` naming the array. */
export function readNpz(entries: readonly ZipEntry[]): TensorFile {
  const metadata: [string, string][] = [];
  const tensors: NamedTensor[] = [];
  const leftOut: LeftOut[] = [];
  const seen = new Set<string>();
  for (const { name: file, size, read } of entries) {
    if (!isArray(file)) {
      leftOut.push({ name: file, what: file.endsWith('/') ? said`a folder` : said`${size} bytes` });
      continue;
    }
    const name = file.slice(0, -ENDING.length);
    const where = said`Array “${name}”`;
    if (seen.has(name)) throw damagedFile(where, said`one of this name`, said`two`);
    seen.add(name);
    const array = readNumpyArray(read(), where);
    if (array.kind === 'text') metadata.push([name, array.text]);
    else if (array.kind === 'numbers') tensors.push({ name, shape: array.shape, data: array.data });
    else if (array.isObjects) leftOut.push({ name, what: said`Python objects` });
    else leftOut.push({ name, what: `${array.type} ${describeShape(array.shape)}` });
  }
  return withLeftOut({ metadata: Object.fromEntries(metadata), tensors }, leftOut);
}

/** The bytes of an archive. Names of tensors and of metadata must differ. */
export function writeNpz({ metadata, tensors }: TensorFile): Uint8Array<ArrayBuffer> {
  const arrays = [
    ...tensors.map(({ name, shape, data }) => ({ name, array: { kind: 'numbers' as const, shape, data } })),
    ...Object.entries(metadata).map(([name, text]) => ({ name, array: { kind: 'text' as const, text } })),
  ];
  return writeZip(
    Object.fromEntries(arrays.map(({ name, array }) => [`${name}${ENDING}`, writeNumpyArray(array)])),
  );
}
