/** How large a file of curves may be: asked before anything reads it. */
import { said, type Words } from '#core/saying.ts';
import { LARGEST_FILE } from '#families/curves/curve-file.ts';
import { badInput } from './bad-input.ts';

/** @throws PlaygroundError for a file that is too large. */
export function expectReadable(bytes: number, name: Words): void {
  if (bytes <= LARGEST_FILE) return;
  const found = (bytes / 1e6).toFixed(1);
  throw badInput(name, said`a file of at most ${LARGEST_FILE / 1e6} MB`, said`${found} MB`);
}
