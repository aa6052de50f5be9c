/** NumPy's .npz: a zip of arrays, `numpy.load` opens it. Tensors are arrays of numbers, metadata are texts. */
import { listed, said, type Words } from '#core/saying.ts';
import { readNumpyArray, writeNumpyArray } from './numpy-array.ts';
import { damagedFile, type NamedTensor, type TensorFile } from './tensor-file.ts';
import { readZip, writeZip, type ZipEntry } from './zip.ts';

const ENDING = '.npy';

/** A zip that is no .npz, with what would help. */
function foreignZip(entries: readonly ZipEntry[]) {
  const names = entries.map(({ name }) => name);
  const found = names.length === 0 ? said`none` : listed(names.slice(0, 3));
  const refuse = (hint: Words) =>
    damagedFile(said`Zip archive`, said`arrays (.npy) as NumPy’s .npz has`, found, hint);
  if (names.some((name) => name.endsWith('data.pkl'))) {
    return refuse(
      said`This seems to be PyTorch’s own format. Save it as safetensors: safetensors.torch.save_file(model.state_dict(), "weights.safetensors").`,
    );
  }
  if (names.includes('model.json')) {
    return refuse(
      said`A model for TensorFlow.js is only written here; export safetensors, .npz or JSON instead.`,
    );
  }
  if (names.some((name) => name.endsWith('.weights.h5'))) {
    return refuse(
      said`This seems to be a Keras model. Save its weights by name: numpy.savez("weights.npz", **{w.path: w for w in model.weights}).`,
    );
  }
  return refuse('');
}

/** Reads an archive. @throws PlaygroundError `weights-file-damaged` naming the array. */
export function readNpz(bytes: Uint8Array): TensorFile {
  const entries = readZip(bytes);
  if (entries.length === 0 || entries.some(({ name }) => !name.endsWith(ENDING))) throw foreignZip(entries);
  const metadata: [string, string][] = [];
  const tensors: NamedTensor[] = [];
  const seen = new Set<string>();
  for (const { name: file, read } of entries) {
    const name = file.slice(0, -ENDING.length);
    if (seen.has(name)) throw damagedFile(said`Array “${name}”`, said`one of this name`, said`two`);
    seen.add(name);
    const array = readNumpyArray(read(), said`Array “${name}”`);
    if (array.kind === 'text') metadata.push([name, array.text]);
    else tensors.push({ name, shape: array.shape, data: array.data });
  }
  return { metadata: Object.fromEntries(metadata), tensors };
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
