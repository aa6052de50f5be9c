/** The cases computed with PyTorch autograd in float64 (tests/oracle), as the engines take them. */
import type { OracleCase } from '#training/self-check.ts';
import { readOracleCase } from '#formats/oracle-case.ts';

const FILES = import.meta.glob<string>('./oracle/*.json', { eager: true, query: '?raw', import: 'default' });

export const ORACLE_CASES: readonly OracleCase[] = Object.entries(FILES).map(([path, text]) =>
  readOracleCase(text, path),
);
