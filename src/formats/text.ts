/** Text from bytes of any encoding that tables come in: UTF-8, UTF-16 with or without its mark, or Windows-1252. */

/** Of text with signs of one byte in UTF-16, every other byte is zero. */
function zerosAt(bytes: Uint8Array, parity: number): number {
  return bytes.filter((byte, index) => index % 2 === parity && byte === 0).length / (bytes.length / 2);
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 200);
  if (zerosAt(start, 1) > 0.7 && zerosAt(start, 0) === 0) return 'utf-16le';
  if (zerosAt(start, 0) > 0.7 && zerosAt(start, 1) === 0) return 'utf-16be';
  return 'utf-8';
}

const CONTROLS = /\p{Cc}/gu;

/** Whether there are other control characters than the tabs and line breaks of a text. */
function hasControls(text: string): boolean {
  for (const [control] of text.matchAll(CONTROLS)) {
    if (!/\s/.test(control)) return true;
  }
  return false;
}

/** The text of a file, without a byte order mark; `null` for bytes that are no text. */
export function decodedText(bytes: Uint8Array): string | null {
  const encoding = encodingOf(bytes);
  const read = (name: string) => new TextDecoder(name, { fatal: true }).decode(bytes);
  let text: string;
  try {
    text = read(encoding);
  } catch {
    // What is neither may be a table of an older spreadsheet, in which only units have signs beyond ASCII.
    text = encoding === 'utf-8' ? new TextDecoder('windows-1252').decode(bytes) : '';
  }
  return text === '' || hasControls(text) ? null : text;
}
