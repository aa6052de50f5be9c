/** The cases of inner optimisers and of rates of each step (tests/oracle/optimisers), as the engines take them. */
import * as v from 'valibot';
import { readMetaGradientCase } from '#formats/meta-gradient-case.ts';
import { adaptationOf, type Adaptation, descentBy } from '#training/learned.ts';
import type { GeneralAlgorithm } from '#training/learner-facts.ts';
import type { MetaGradientCase } from '#training/self-check.ts';

const tensors = v.array(v.object({ name: v.string(), data: v.array(v.number()) }));
const matrix = v.array(v.array(v.number()));
const common = {
  meanQueryLossAfterAdaptation: v.number(),
  supportLossByStep: matrix,
  queryLossByStep: matrix,
  adaptedParametersOfTask0: tensors,
};
const schema = v.object({
  name: v.string(),
  expected: v.union([
    v.object({ ...common, metaGradient: tensors, stepRateGradient: matrix }),
    v.object({
      ...common,
      metaGradient: v.object({
        maml: tensors,
        fomaml: tensors,
        anil: tensors,
        multiStepLoss: tensors,
        reptile: tensors,
      }),
    }),
  ]),
});

interface ExpectedGradient {
  readonly algorithm: GeneralAlgorithm;
  readonly gradient: readonly number[];
  readonly stepRateGradient: readonly number[] | null;
}

/** A case, and what PyTorch finds for it in float64. */
export interface OptimiserCase {
  readonly name: string;
  readonly given: MetaGradientCase;
  /** How its networks adapt. */
  readonly rule: Adaptation;
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    /** [tasks][innerSteps + 1], as are query losses. */
    readonly supportLossByStep: readonly (readonly number[])[];
    readonly queryLossByStep: readonly (readonly number[])[];
    readonly adaptedParametersOfTask0: readonly number[];
    readonly gradients: readonly ExpectedGradient[];
  };
}

const flat = (list: v.InferOutput<typeof tensors>): number[] => list.flatMap(({ data }) => data);

export function readOptimiserCase(text: string, path: string): OptimiserCase {
  const given = readMetaGradientCase(text, path);
  const { name, expected } = v.parse(schema, JSON.parse(text));
  const gradients: ExpectedGradient[] =
    'stepRateGradient' in expected
      ? [
          {
            algorithm: 'mamlPlusPlus',
            gradient: flat(expected.metaGradient),
            stepRateGradient: expected.stepRateGradient.flat(),
          },
        ]
      : (['maml', 'fomaml', 'anil', 'multiStepLoss', 'reptile'] as const).map((algorithm) => ({
          algorithm,
          gradient: flat(expected.metaGradient[algorithm]),
          stepRateGradient: null,
        }));
  const { at, alpha, innerOptimiser = null } = given;
  const { supportLossByStep, queryLossByStep, meanQueryLossAfterAdaptation } = expected;
  return {
    name,
    given,
    rule:
      at.stepRates === undefined
        ? descentBy(alpha, innerOptimiser)
        : adaptationOf('mamlPlusPlus', at, alpha, null),
    expected: {
      meanQueryLossAfterAdaptation,
      supportLossByStep,
      queryLossByStep,
      adaptedParametersOfTask0: flat(expected.adaptedParametersOfTask0),
      gradients,
    },
  };
}

export const OPTIMISER_CASES: readonly OptimiserCase[] = Object.entries(
  import.meta.glob<string>('./oracle/optimisers/*.json', { eager: true, query: '?raw', import: 'default' }),
).map(([path, text]) => readOptimiserCase(text, path));
