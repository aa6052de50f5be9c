/** NumPy's arrays and archives: read as NumPy writes them, refused with the array's name where they are damaged. */
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readNumpyArray, writeNumpyArray } from '#formats/numpy-array.ts';
import { readNpz, writeNpz } from '#formats/npz.ts';
import { readTensorFile } from '#formats/read-weights.ts';
import { readZip } from '#formats/zip.ts';
import { refusalOf } from '../../fakes/refusal.ts';

/** An array as NumPy would write it, with this header. */
function arrayWith(descr: string, shape: string, content: Uint8Array, isFortran = false): Uint8Array {
  const header = `{'descr': ${descr}, 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  const start = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0);
  return Uint8Array.from([...start, ...new TextEncoder().encode(header), ...content]);
}

const bytesOf = (numbers: Float32Array | Float64Array | Uint16Array) => new Uint8Array(numbers.buffer);

function numbersIn(bytes: Uint8Array) {
  const array = readNumpyArray(bytes, 'array');
  if (array.kind !== 'numbers') throw new Error('Expected numbers.');
  return { shape: array.shape, data: [...array.data] };
}

describe('an array', () => {
  test('whose header is as long as a file is refused before it is read', () => {
    const bytes = new Uint8Array(1 << 20).fill(32);
    bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 2, 0, 0, 0, 15, 0]);
    expect(refusalOf(() => readNumpyArray(bytes, 'array')).message).toContain(
      'a header of at most 65535 bytes, found 983040',
    );
  });

  test('begins with the magic word, a header that Python reads, and numbers at a multiple of 64', () => {
    const bytes = writeNumpyArray({ kind: 'numbers', shape: [2, 1], data: Float32Array.of(1.5, -2) });
    const header = new TextDecoder('latin1').decode(bytes.subarray(10, 64 * 2));
    expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 1\), \} *\n$/);
    expect(bytes).toHaveLength(128 + 8);
  });

  test.each([
    {
      what: 'float64',
      bytes: arrayWith("'<f8'", '(2,)', bytesOf(Float64Array.of(0.1, -3))),
      data: [Math.fround(0.1), -3],
    },
    {
      what: 'float16',
      bytes: arrayWith("'<f2'", '(4,)', bytesOf(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x8000))),
      data: [1, -2, 2 ** -24, -0],
    },
    {
      what: 'numbers of another byte order',
      bytes: arrayWith("'>f4'", '(1,)', Uint8Array.of(0x3f, 0x80, 0, 0)),
      data: [1],
    },
  ])('of $what is read as float32', ({ bytes, data }) => {
    expect(numbersIn(bytes).data).toEqual(data);
  });

  test('whose first index runs fastest is read row by row', () => {
    const bytes = arrayWith("'<f4'", '(2, 3)', bytesOf(Float32Array.of(1, 4, 2, 5, 3, 6)), true);
    expect(numbersIn(bytes)).toEqual({ shape: [2, 3], data: [1, 2, 3, 4, 5, 6] });
  });

  test.each([
    { what: 'whole numbers', type: '<i8', isObjects: false },
    { what: 'Python objects', type: '|O', isObjects: true },
  ])('of $what is named', ({ type, isObjects }) => {
    const bytes = arrayWith(`'${type}'`, '(1,)', new Uint8Array(8));
    expect(readNumpyArray(bytes, 'array')).toEqual({ kind: 'other', type, shape: [1], isObjects });
  });

  test('of Python 2, whose whole numbers end with L and whose texts are bytes, is read', () => {
    const numbers = arrayWith("'<f4'", '(2L, 1L)', bytesOf(Float32Array.of(1, 2)));
    expect(numbersIn(numbers)).toEqual({ shape: [2, 1], data: [1, 2] });
    const text = arrayWith("'|S6'", '()', new TextEncoder().encode('tanh\0\0'));
    expect(readNumpyArray(text, 'text')).toEqual({ kind: 'text', text: 'tanh' });
  });

  test.each(['relu', 'αβ 𝛼', ''])('may be the text “%s”', (text) => {
    expect(readNumpyArray(writeNumpyArray({ kind: 'text', text }), 'text')).toEqual({ kind: 'text', text });
  });

  test.each([
    { what: 'records', bytes: arrayWith("[('a', '<f4')]", '(1,)', new Uint8Array(4)), words: ['descr'] },
    {
      what: 'too few numbers',
      bytes: arrayWith("'<f4'", '(3,)', new Uint8Array(8)),
      words: ['12 bytes for [3]', '8'],
    },
    {
      what: 'an absurd shape',
      bytes: arrayWith("'<f4'", '(99999999999, 99999999999)', new Uint8Array(8)),
      words: ['bytes for', 'found 8'],
    },
    { what: 'something else', bytes: new TextEncoder().encode('no array at all'), words: ['NumPy’s format'] },
  ])('of $what is refused', ({ bytes, words }) => {
    const { message } = refusalOf(() => readNumpyArray(bytes, 'Array “w”'));
    for (const word of ['Array “w”', ...words]) expect(message).toContain(word);
  });
});

const pack = (files: Record<string, Uint8Array>) => zipSync(files, { level: 9 });
/** A few kilobytes that unpack to fifty megabytes. */
const BOMB = pack({ 'w.npy': new Uint8Array(50_000_000) });

describe('an archive', () => {
  const file = {
    metadata: { activation: 'tanh' },
    tensors: [{ name: 'fc.weight', shape: [1, 2], data: Float32Array.of(1, 2) }],
  };

  test('gives its arrays and texts back', () => {
    expect(readNpz(readZip(writeNpz(file)))).toEqual(file);
  });

  test('of zip64 is read, even where no number needs it', () => {
    const plain = writeNpz(file);
    const view = new DataView(plain.buffer);
    const end = plain.length - 22;
    const [count, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
    const record = new DataView(new ArrayBuffer(56));
    record.setUint32(0, 0x06064b50, true);
    record.setBigUint64(4, 44n, true);
    record.setBigUint64(24, BigInt(count), true);
    record.setBigUint64(32, BigInt(count), true);
    record.setBigUint64(40, BigInt(end - start), true);
    record.setBigUint64(48, BigInt(start), true);
    const locator = new DataView(new ArrayBuffer(20));
    locator.setUint32(0, 0x07064b50, true);
    locator.setBigUint64(8, BigInt(end), true);
    locator.setUint32(16, 1, true);
    view.setUint16(end + 10, 0xffff, true);
    view.setUint32(end + 16, 0xffffffff, true);
    const parts = [plain.subarray(0, end), record, locator, plain.subarray(end)];
    const long = Uint8Array.from(
      parts.flatMap((part) => [...new Uint8Array(part.buffer, part.byteOffset, part.byteLength)]),
    );
    expect(readNpz(readZip(long))).toEqual(file);
  });

  test('with other files in it gives its arrays, and names the rest', () => {
    const files = Object.fromEntries(readZip(writeNpz(file)).map(({ name, read }) => [name, read()]));
    const counter = arrayWith("'<i8'", '()', new Uint8Array(8));
    const whole = pack({
      ...files,
      'step.npy': counter,
      'README.md': counter,
      'notes/': new Uint8Array(),
      '__MACOSX/._fc.weight.npy': counter,
    });
    const { leftOut, ...rest } = readNpz(readZip(whole));
    expect(rest).toEqual(file);
    expect(leftOut?.map(({ name }) => name)).toEqual([
      'step',
      'README.md',
      'notes/',
      '__MACOSX/._fc.weight.npy',
    ]);
  });

  test('is the same bytes whenever it is written', () => {
    expect(writeNpz(file)).toEqual(writeNpz(file));
    expect(new DataView(writeNpz(file).buffer).getUint16(12, true)).toBe(0x21);
  });

  test('that would fill memory is refused before it is unpacked', () => {
    expect(BOMB.length).toBeLessThan(60_000);
    expect(refusalOf(() => readTensorFile(BOMB)).message).toMatch(
      /at most \d+ bytes unpacked, found 50000000/,
    );
  });

  test('that hides how much it unpacks to is refused while it unpacks', () => {
    const bomb = BOMB.slice();
    const [local, central] = [22, bomb.length - 22 - 51 + 24];
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.length);
    expect([view.getUint32(local, true), view.getUint32(central, true)]).toEqual([50_000_000, 50_000_000]);
    view.setUint32(central, 1000, true);
    const [entry] = readZip(bomb);
    expect(entry?.size).toBe(1000);
    expect(refusalOf(() => readTensorFile(bomb)).message).toBe(
      '“w.npy”: expected 1000 bytes unpacked, found more.',
    );
  });

  test.each([
    {
      what: 'PyTorch’s own format',
      files: ['archive/data.pkl', 'archive/data/0'],
      hint: 'safetensors.torch.save_file',
    },
    { what: 'a Keras model', files: ['config.json', 'model.weights.h5'], hint: 'numpy.savez' },
    { what: 'TorchScript', files: ['m/data.pkl', 'm/code/m.py', 'm/constants.pkl'], hint: 'torch.jit.load' },
    { what: 'a spreadsheet', files: ['[Content_Types].xml', 'xl/workbook.xml'], hint: 'CSV' },
    { what: 'photographs', files: ['me.jpg'], hint: '.npy' },
    { what: 'nothing', files: [], hint: '.npy' },
  ])('of $what is refused, saying what would help', ({ files, hint }) => {
    const refusal = refusalOf(() =>
      readTensorFile(pack(Object.fromEntries(files.map((name) => [name, new Uint8Array(3)])))),
    );
    expect(refusal.code).toBe('file-unread');
    expect(refusal.hint).toContain(hint);
  });

  test.each([
    {
      holds: 'pytorch-lightning_version state_dict',
      what: 'a checkpoint of PyTorch Lightning',
      code: '["state_dict"]',
    },
    {
      holds: 'model_state_dictq optimizer_state_dictq',
      what: 'a file of torch.save',
      code: '["model_state_dict"]',
    },
    {
      holds: 'torch.nn.modules _modules _state_dict_hooks',
      what: 'a file of torch.save',
      code: '.state_dict()',
    },
    { holds: '0.weight', what: 'a file of torch.save', code: 'torch.load("model.pt"), "weights' },
  ])('of PyTorch with $holds tells the line that saves it again', ({ holds, what, code }) => {
    const refusal = refusalOf(() => readTensorFile(pack({ 'a/data.pkl': new TextEncoder().encode(holds) })));
    expect(refusal.message).toContain(`found ${what}`);
    expect(refusal.hint).toContain(code);
    expect(`${refusal.message} ${refusal.hint}`).not.toContain('damaged');
  });

  test('whose number changed on the way is refused by its checksum', () => {
    const bytes = writeNpz({ ...file, metadata: {} });
    const number = bytes.findLastIndex((byte, index) => byte === 0x40 && index < bytes.length - 60);
    bytes[number] = 0x41;
    expect(refusalOf(() => readNpz(readZip(bytes))).message).toMatch(
      /“fc.weight.npy”: expected the checksum .*, found /,
    );
  });
});

describe('what is no weights file is refused, naming what it seems to be:', () => {
  const start = (...bytes: number[]) => Uint8Array.from([...bytes, ...new Uint8Array(40)]);
  test.each([
    {
      what: 'nothing',
      bytes: new Uint8Array(),
      words: ['a safetensors, .npz, JSON or ONNX file', '0 bytes'],
    },
    {
      what: 'a page',
      bytes: new TextEncoder().encode('<!doctype html><title>No'),
      words: ['the text “<!doctype html>'],
    },
    {
      what: 'a lone array',
      bytes: writeNumpyArray({ kind: 'text', text: 'a' }),
      words: ['a single NumPy array'],
    },
    { what: 'HDF5', bytes: start(0x89, 0x48, 0x44, 0x46), words: ['HDF5'] },
    { what: 'a pickle', bytes: start(0x80, 0x02), words: ['a Python pickle'] },
    ...[2, 3, 4, 5].map((protocol) => ({
      what: `a pickle of protocol ${protocol}`,
      bytes: start(0x80, protocol),
      words: ['a Python pickle'],
    })),
    { what: 'an old file of torch.save', bytes: start(0x80, 2, 0x8a, 0x0a), words: ['a file of torch.save'] },
    { what: 'points', bytes: new TextEncoder().encode('{"x": [1], "y": [2]}'), words: ['found points'] },
    { what: 'gzip', bytes: start(0x1f, 0x8b, 8), words: ['a gzip archive'] },
    {
      what: 'a table',
      bytes: new TextEncoder().encode('time,load\n1,2\n'),
      words: ['a table', '“time,load”'],
    },
  ])('$what', ({ what, bytes, words }) => {
    const { code, message } = refusalOf(() => readTensorFile(bytes));
    expect(code).toBe(what === 'nothing' ? 'weights-file-damaged' : 'file-unread');
    for (const word of words) expect(message).toContain(word);
  });
});
