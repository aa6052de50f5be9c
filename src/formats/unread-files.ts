/** Sound files of kinds that are not read: each named as what it is, with the line of code that makes one that is read. */
import type { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { NUMPY_MAGIC } from './numpy-array.ts';
import { pointFileKind } from './point-files.ts';
import { unreadFile } from './tensor-file.ts';
import { decodedText } from './text.ts';
import type { ZipEntry } from './zip.ts';

export const EXPECTED = said`a safetensors, .npz, JSON or ONNX file, or a TensorFlow.js zip`;

const KERAS = said`Of a Keras model, save the weights by name: numpy.savez("weights.npz", **{w.path: w for w in model.weights}).`;
const UNPACK = said`Unpack it, and open the file inside.`;
const SAVE_NAMED = said`Save all arrays in one file: numpy.savez("weights.npz", **state).`;

/** The line that saves tensors of a state dict, which `expression` loads, as safetensors. */
function savedFrom(expression: string): Words {
  return said`Save it as safetensors: ${`safetensors.torch.save_file(${expression}, "weights.safetensors")`}.`;
}

/** The line that saves what a pickle holds, with a library of tensors of its kind. */
function savedFromPickle(library: 'torch' | 'numpy'): Words {
  const line = `safetensors.${library}.save_file(pickle.load(open("params.pkl", "rb")), "weights.safetensors")`;
  return said`Pickles run code when they are opened. Save it as safetensors: ${line}.`;
}

/** Formats by how their files begin. */
const SIGNATURES: readonly { readonly start: string; readonly name: Words; readonly hint: Words }[] = [
  { start: NUMPY_MAGIC, name: said`a single NumPy array`, hint: SAVE_NAMED },
  { start: '\u0089HDF', name: 'HDF5', hint: KERAS },
  { start: '\u001f\u008b', name: said`a gzip archive`, hint: UNPACK },
  { start: 'BZh', name: said`a bzip2 archive`, hint: UNPACK },
  { start: '\u00fd7zXZ', name: said`an xz archive`, hint: UNPACK },
  { start: '(\u00b5/\u00fd', name: said`a zstd archive`, hint: UNPACK },
  { start: '7z\u00bc\u00af', name: said`a 7z archive`, hint: UNPACK },
  { start: 'Rar!', name: said`a RAR archive`, hint: UNPACK },
  {
    start: 'MATLAB 5.0',
    name: said`a MATLAB file`,
    hint: said`Save it by name: numpy.savez("weights.npz", **scipy.io.loadmat("weights.mat")).`,
  },
  { start: 'GGUF', name: 'GGUF', hint: said`Save the weights as safetensors, .npz or JSON.` },
  { start: 'PAR1', name: said`a Parquet table`, hint: said`Save the weights as safetensors, .npz or JSON.` },
  { start: '%PDF', name: 'PDF', hint: said`Save the weights as safetensors, .npz or JSON.` },
  { start: '\u0089PNG', name: said`a picture`, hint: said`Save the weights as safetensors, .npz or JSON.` },
  {
    start: '\u00ff\u00d8\u00ff',
    name: said`a picture`,
    hint: said`Save the weights as safetensors, .npz or JSON.`,
  },
];

/** A tape archive tells its kind behind its first file's name. */
const TAR = { at: 257, word: 'ustar' };

/** Longer than the names in which a pickle of a network tells where it comes from. */
const PICKLE_START = 100_000;

function latin(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes);
}

/** How to save again what a pickle of PyTorch's holds: tensors by name, a whole module, or a state dict among others. */
function pytorchHint(pickle: string): Words {
  const isLightning = pickle.includes('pytorch-lightning_version');
  if (!isLightning && pickle.includes('_modules')) {
    return savedFrom('torch.load("model.pt", weights_only=False).state_dict()');
  }
  const keys = Array.from(pickle.matchAll(/\w*state_dict/g), ([key]) => key);
  const key = isLightning ? 'state_dict' : keys.find((name) => !/optim|sched/i.test(name));
  if (key === undefined) return savedFrom('torch.load("model.pt")');
  return savedFrom(`torch.load("model.pt", weights_only=False)["${key}"]`);
}

/** Pickles of protocol 2 and later tell it in their second byte; older ones begin with a mark and a text. */
function isPickle(start: string): boolean {
  const protocol = start.charCodeAt(1);
  const isBinary = start.startsWith('\u0080') && protocol >= 2 && protocol <= 5;
  return isBinary || /^(?:(?:\(d|\(l|c)[\w.]*\n|[}\]]q)/.test(start);
}

/** The refusal of a file that begins as one of another format does; `null` where it does not. */
export function unreadByStart(bytes: Uint8Array): PlaygroundError | null {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const known = SIGNATURES.find((format) => start.startsWith(format.start));
  if (known !== undefined) return unreadFile(EXPECTED, known.name, known.hint);
  if (latin(bytes.subarray(TAR.at, TAR.at + TAR.word.length)) === TAR.word) {
    return unreadFile(EXPECTED, said`a tar archive`, UNPACK);
  }
  if (!isPickle(start)) return null;
  const pickle = latin(bytes.subarray(0, PICKLE_START));
  // Before 1.6, torch.save began with a number of ten bytes, pickled.
  if (start.startsWith('\u0080\u0002\u008a\n')) {
    return unreadFile(EXPECTED, said`a file of torch.save`, pytorchHint(pickle));
  }
  const hint = savedFromPickle(pickle.includes('torch') ? 'torch' : 'numpy');
  return unreadFile(EXPECTED, said`a Python pickle`, hint);
}

/** The pickle in PyTorch's archive, as far as it can be had. */
function pickleIn(entries: readonly ZipEntry[]): string {
  try {
    const entry = entries.find(({ name, size }) => name.endsWith('data.pkl') && size <= 10 * PICKLE_START);
    return entry === undefined ? '' : latin(entry.read());
  } catch {
    // The archive is PyTorch's even where this file in it is damaged.
    return '';
  }
}

/** The refusal of a zip that holds neither arrays nor a model for TensorFlow.js. */
export function unreadZip(entries: readonly ZipEntry[]): PlaygroundError {
  const names = entries.map(({ name }) => name);
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/(?:^|\/)constants\.pkl$|(?:^|\/)code\//)) {
    return unreadFile(
      EXPECTED,
      said`a TorchScript module`,
      savedFrom('torch.jit.load("model.pt").state_dict()'),
    );
  }
  if (has(/(?:^|\/)data\.pkl$/)) {
    const pickle = pickleIn(entries);
    const isLightning = pickle.includes('pytorch-lightning_version');
    const what = isLightning ? said`a checkpoint of PyTorch Lightning` : said`a file of torch.save`;
    return unreadFile(EXPECTED, what, pytorchHint(pickle));
  }
  if (has(/\.weights\.h5$/)) return unreadFile(EXPECTED, said`a Keras model`, KERAS);
  if (has(/^xl\//)) {
    return unreadFile(
      EXPECTED,
      said`an Excel workbook`,
      said`Points can be saved as CSV with the header x,y.`,
    );
  }
  const found =
    names.length === 0 ? said`an empty zip archive` : said`a zip archive of ${listed(names.slice(0, 3))}`;
  return unreadFile(
    EXPECTED,
    found,
    said`What is read of zip archives are .npz, with arrays (.npy), and models for TensorFlow.js.`,
  );
}

/** The refusal of points or tasks, which are no weights; `null` for any other text. */
export function unreadTable(text: string): PlaygroundError | null {
  const kind = pointFileKind(text);
  if (kind === null) return null;
  return kind === 'points'
    ? unreadFile(EXPECTED, said`points`, said`Points go to adapt --points, or onto the page’s plot.`)
    : unreadFile(EXPECTED, said`tasks`, said`Tasks go to train --tasks.`);
}

/** Whether the first two lines have equally many cells, and more than one. */
function looksLikeTable(text: string): boolean {
  const [first = '', second = ''] = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  return [',', ';', '\t'].some((delimiter) => {
    const count = first.split(delimiter).length;
    return count > 1 && second.split(delimiter).length === count;
  });
}

/** The refusal of a text that is not JSON; `null` for bytes that are no text. */
export function unreadText(bytes: Uint8Array): PlaygroundError | null {
  // Its start tells what it is.
  const text = decodedText(bytes.subarray(0, 1000));
  if (text === null || text.trim() === '') return null;
  const table = unreadTable(text);
  if (table !== null) return table;
  const line = (text.trimStart().split(/[\r\n]/, 1)[0] ?? '').slice(0, 40);
  const found = looksLikeTable(text) ? said`a table that begins with “${line}”` : said`the text “${line}”`;
  return unreadFile(EXPECTED, found, said`Save the weights as safetensors, .npz or JSON.`);
}
