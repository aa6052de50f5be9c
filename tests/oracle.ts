/** The cases computed with PyTorch autograd in float64 (tests/oracle), as the engines take them. */
import type { DescentCase, OracleCase, SolvedCase } from '#training/self-check.ts';
import { readOracleCase } from '#formats/oracle-case.ts';

const FILES = import.meta.glob<string>('./oracle/*.json', { eager: true, query: '?raw', import: 'default' });

export const ORACLE_CASES: readonly OracleCase[] = Object.entries(FILES).map(([path, text]) =>
  readOracleCase(text, path),
);

export const DESCENT_CASES: readonly DescentCase[] = ORACLE_CASES.filter(
  (oracle): oracle is DescentCase => oracle.adapts === 'bySteps',
);
export const SOLVED_CASES: readonly SolvedCase[] = ORACLE_CASES.filter(
  (oracle): oracle is SolvedCase => oracle.adapts === 'inClosedForm',
);
