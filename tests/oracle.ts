/** The cases computed with PyTorch autograd in float64 (tests/oracle), as the engines take them. */
import type { ContextCase, DescentCase, OracleCase, RuleCase, SolvedCase } from '#training/self-check.ts';
import { readOracleCase } from '#formats/oracle-case.ts';

function read(files: Readonly<Record<string, string>>): readonly OracleCase[] {
  return Object.entries(files).map(([path, text]) => readOracleCase(text, path));
}

/** Those that adapt by gradient steps. */
function descending(cases: readonly OracleCase[]): readonly DescentCase[] {
  return cases.filter((oracle): oracle is DescentCase => oracle.adapts === 'bySteps');
}

/** Those of the page's self-check. */
export const ORACLE_CASES = read(
  import.meta.glob<string>('./oracle/{*,optimisers/*,heads/*}.json', {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
);

/** Perceptrons and convolutional networks that tell classes apart. */
export const CLASS_CASES = descending(
  read(
    import.meta.glob<string>('./oracle/classes/*.json', { eager: true, query: '?raw', import: 'default' }),
  ),
);

export const CONTEXT_CASES: readonly ContextCase[] = ORACLE_CASES.filter(
  (oracle): oracle is ContextCase => oracle.adapts === 'byContext',
);
/** Of inner optimisers, and of rates of steps. */
export const RULE_CASES: readonly RuleCase[] = ORACLE_CASES.filter(
  (oracle): oracle is RuleCase => oracle.adapts === 'byRule',
);
export const DESCENT_CASES = descending(ORACLE_CASES);
const IN_CLOSED_FORM: readonly SolvedCase[] = ORACLE_CASES.filter(
  (oracle): oracle is SolvedCase => oracle.adapts === 'inClosedForm',
);
/** Of ridge heads, and of the heads of classes (class-heads.ts has tests of those alone). */
export const SOLVED_CASES = IN_CLOSED_FORM.filter(({ algorithm }) => algorithm === 'ridgeHead');
export const HEAD_CASES = IN_CLOSED_FORM.filter(({ algorithm }) => algorithm !== 'ridgeHead');
