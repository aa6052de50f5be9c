/** Makes one check of the self-check. */
import { reportOf } from '#core/errors.ts';
import { CHECK_TOLERANCES, type CheckKind, type CheckResult, type SelfCheck } from '#training/self-check.ts';
import { checkTraining } from './against-arithmetic.ts';
import { checkSlopes } from './against-differences.ts';
import { checkAdaptation, checkMetaGradients } from './against-pytorch.ts';
import type { CheckedEngine, Finding } from './finding.ts';

function findingsOf(engine: CheckedEngine, check: SelfCheck): Promise<Finding[]> {
  switch (check.kind) {
    case 'adaptation':
      return checkAdaptation(engine, check.oracle);
    case 'metaGradient':
      return checkMetaGradients(engine, check.oracle);
    case 'slope':
      return checkSlopes(engine, check.given);
    case 'training':
      return checkTraining(engine, check.settings);
    default:
      return Promise.reject(new Error(check satisfies never));
  }
}

function judge(kind: CheckKind, findings: readonly Finding[]): CheckResult {
  const tolerance = CHECK_TOLERANCES[kind];
  // What is no number is worse than any.
  const size = ({ error }: Finding) => (Number.isNaN(error) ? Infinity : error);
  const worst = findings.reduce((one, other) => (size(other) > size(one) ? other : one));
  return { error: worst.error, tolerance, passed: worst.error <= tolerance, found: worst.of };
}

/** One check of an engine. What it throws is its failure. */
export async function makeCheck(engine: CheckedEngine, check: SelfCheck): Promise<CheckResult> {
  try {
    return judge(check.kind, await findingsOf(engine, check));
  } catch (error) {
    const found = reportOf(error).message;
    return { error: Number.NaN, tolerance: CHECK_TOLERANCES[check.kind], passed: false, found };
  }
}
