/** A case of a meta-gradient together with what PyTorch's autograd finds for it in float64 (tests/oracle). */
import * as v from 'valibot';
import { parameterLayout } from '#models/architecture.ts';
import { said } from '#core/saying.ts';
import type { OracleCase } from '#training/self-check.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { badInput, parseJson, parseWith } from './bad-input.ts';
import { readMetaGradientCase, tensor } from './meta-gradient-case.ts';

const tensors = v.array(tensor);
const losses = v.array(v.array(v.number()));
const schema = v.object({
  name: v.string(),
  expected: v.object({
    meanQueryLossAfterAdaptation: v.number(),
    supportLossByStep: losses,
    queryLossByStep: losses,
    adaptedParametersOfTask0: tensors,
    metaGradient: v.object({
      maml: tensors,
      fomaml: tensors,
      anil: tensors,
      multiStepLoss: tensors,
      reptile: tensors,
    }),
    metaSgdGradient: v.object({ parameters: tensors, alpha: tensors }),
  }),
});

/** Algorithms whose meta-gradient with respect to θ alone a case holds. */
const PLAIN_ALGORITHMS = [
  'maml',
  'fomaml',
  'anil',
  'multiStepLoss',
  'reptile',
] as const satisfies MetaAlgorithm[];

/** Reads a case; `where` is told in errors. @throws PlaygroundError naming the place. */
export function readOracleCase(text: string, where: string): OracleCase {
  const given = readMetaGradientCase(text, where);
  const { name, expected } = parseWith(schema, parseJson(text, where), where);
  if (given.at.rates === null)
    throw badInput(said`${where}, entry ${'perParameterAlpha'}`, said`a list`, said`none`);
  const names = parameterLayout(given.at.network.architecture).map((entry) => entry.name);
  // In float64, as they stand.
  const flat = (list: v.InferOutput<typeof tensors>): number[] => {
    const found = list.map((entry) => entry.name);
    if (found.join() !== names.join())
      throw badInput(said`${where}, entry ${'expected'}`, names.join(), found.join());
    return list.flatMap(({ data }) => data);
  };
  const { metaGradient, metaSgdGradient, adaptedParametersOfTask0, ...others } = expected;
  return {
    ...given,
    name,
    expected: {
      ...others,
      adaptedParametersOfTask0: flat(adaptedParametersOfTask0),
      metaGradients: [
        ...PLAIN_ALGORITHMS.map((algorithm) => ({
          algorithm,
          gradient: flat(metaGradient[algorithm]),
          alphaGradient: null,
        })),
        {
          algorithm: 'metaSgd',
          gradient: flat(metaSgdGradient.parameters),
          alphaGradient: flat(metaSgdGradient.alpha),
        },
      ],
    },
  };
}
