/** The cases computed with PyTorch autograd in float64 (tests/oracle), as the engines take them. */
import type { OracleCase } from '#training/self-check.ts';
import { readOracleCase } from '#formats/oracle-case.ts';

function read(files: Readonly<Record<string, string>>): readonly OracleCase[] {
  return Object.entries(files).map(([path, text]) => readOracleCase(text, path));
}

/** Those of the page's self-check. */
export const ORACLE_CASES = read(
  import.meta.glob<string>('./oracle/*.json', { eager: true, query: '?raw', import: 'default' }),
);

/** Perceptrons and convolutional networks that tell classes apart. */
export const CLASS_CASES = read(
  import.meta.glob<string>('./oracle/classes/*.json', { eager: true, query: '?raw', import: 'default' }),
);
