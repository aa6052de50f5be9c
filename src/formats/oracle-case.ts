/** A case of a meta-gradient together with what PyTorch's autograd, or plain arithmetic, finds for it in float64 (tests/oracle). */
import * as v from 'valibot';
import { firstBias, headOffset, type Network, outputSize, parameterLayout } from '#models/architecture.ts';
import { said } from '#core/saying.ts';
import type {
  ContextCase,
  DescentCase,
  MetaGradientCase,
  OracleCase,
  RuleCase,
  SolvedCase,
} from '#training/self-check.ts';
import { GENERAL_ALGORITHMS, learnsContext, type MetaAlgorithm } from '#training/learner-facts.ts';
import { adaptationOf, descentBy, type Learned } from '#training/learned.ts';
import { badInput, parseJson, parseWith } from './bad-input.ts';
import { joinContext, splitContext } from './context-inputs.ts';
import { readMetaGradientCase, tensor } from './meta-gradient-case.ts';

const tensors = v.array(tensor);
const matrices = v.array(v.array(v.number()));
const schema = v.object({
  name: v.string(),
  expected: v.object({
    meanQueryLossAfterAdaptation: v.number(),
    supportLossByStep: matrices,
    queryLossByStep: matrices,
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

const solvedSchema = v.object({
  name: v.string(),
  expected: v.object({
    meanQueryLossAfterAdaptation: v.number(),
    queryPredictions: v.array(matrices),
    heads: v.array(matrices),
    metaGradient: tensors,
    logLambdaGradient: v.number(),
    logScaleGradient: v.optional(v.nullable(v.number()), null),
  }),
});

const contextSchema = v.object({
  name: v.string(),
  context: v.number(),
  expected: v.object({
    meanQueryLossAfterAdaptation: v.number(),
    contexts: matrices,
    metaGradient: tensors,
  }),
});

const ruleSchema = v.object({
  name: v.string(),
  expected: v.object({
    meanQueryLossAfterAdaptation: v.number(),
    supportLossByStep: matrices,
    queryLossByStep: matrices,
    adaptedParametersOfTask0: tensors,
    /** Of the learner of the case, or of every one that takes an optimiser. */
    metaGradient: v.union([tensors, schema.entries.expected.entries.metaGradient]),
    stepRateGradient: v.optional(matrices),
  }),
});

/** A network's tensors as one vector in float64, as they stand. @throws PlaygroundError if they are another network's. */
function flattener({ at }: MetaGradientCase, where: string) {
  const names = parameterLayout(at.network.architecture).map((entry) => entry.name);
  return (list: v.InferOutput<typeof tensors>): number[] => {
    const found = list.map((entry) => entry.name);
    if (found.join() !== names.join())
      throw badInput(said`${where}, entry ${'expected'}`, names.join(), found.join());
    return list.flatMap(({ data }) => data);
  };
}

/** θ with a head [H + 1, outputs], whose last row is the bias, in the last layer's place. */
function withHead({ architecture, parameters }: Network, head: readonly (readonly number[])[]): number[] {
  const outputs = outputSize(architecture);
  const columns = Array.from({ length: outputs }, (_, output) => head.map((row) => row[output] ?? NaN));
  const weights = columns.flatMap((column) => column.slice(0, -1));
  const bias = columns.map((column) => column.at(-1) ?? NaN);
  return [...parameters.subarray(0, headOffset(architecture)), ...weights, ...bias];
}

function readSolvedCase(
  given: MetaGradientCase,
  algorithm: MetaAlgorithm,
  json: unknown,
  where: string,
): SolvedCase {
  const { name, expected } = parseWith(solvedSchema, json, where);
  return {
    ...given,
    adapts: 'inClosedForm',
    name,
    algorithm,
    expected: {
      meanQueryLossAfterAdaptation: expected.meanQueryLossAfterAdaptation,
      queryPredictions: expected.queryPredictions.map((rows) => rows.flat()),
      adaptedParameters: expected.heads.map((head) => withHead(given.at.network, head)),
      gradient: flattener(given, where)(expected.metaGradient),
      logLambdaGradient: expected.logLambdaGradient,
      logScaleGradient: expected.logScaleGradient,
    },
  };
}

/** θ with Wc added to the first bias. */
function underContext({ network, contextWeights }: Learned, context: readonly number[]): number[] {
  const { offset } = firstBias(network.architecture);
  const adapted = Array.from(network.parameters);
  contextWeights?.forEach((weight, at) => {
    const unit = offset + Math.floor(at / context.length);
    adapted[unit] = (adapted[unit] ?? Number.NaN) + weight * (context[at % context.length] ?? Number.NaN);
  });
  return adapted;
}

function readContextCase(given: MetaGradientCase, json: unknown, where: string): ContextCase {
  const { name, context, expected } = parseWith(contextSchema, json, where);
  const { at } = given;
  const whole = joinContext({
    network: at.network,
    contextWeights: at.contextWeights ?? new Float32Array(0),
  });
  const flat = flattener({ ...given, at: { ...at, network: whole } }, where)(expected.metaGradient);
  const { network, contextWeights } = splitContext(
    { ...whole, parameters: Float32Array.from(flat) },
    context,
  );
  return {
    ...given,
    adapts: 'byContext',
    name,
    expected: {
      meanQueryLossAfterAdaptation: expected.meanQueryLossAfterAdaptation,
      adaptedParameters: expected.contexts.map((own) => underContext(at, own)),
      gradient: [...network.parameters],
      contextGradient: [...contextWeights],
    },
  };
}

function readDescentCase(given: MetaGradientCase, json: unknown, where: string): DescentCase {
  const { name, expected } = parseWith(schema, json, where);
  if (given.at.rates === null)
    throw badInput(said`${where}, entry ${'perParameterAlpha'}`, said`a list`, said`none`);
  const flat = flattener(given, where);
  const { metaGradient, metaSgdGradient, adaptedParametersOfTask0, ...others } = expected;
  return {
    ...given,
    adapts: 'bySteps',
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

function readRuleCase(given: MetaGradientCase, json: unknown, where: string): RuleCase {
  const { name, expected } = parseWith(ruleSchema, json, where);
  const flat = flattener(given, where);
  const { learner, at, alpha, innerOptimiser = null } = given;
  const { metaGradient, stepRateGradient, adaptedParametersOfTask0, ...others } = expected;
  const common = { ...others, adaptedParametersOfTask0: flat(adaptedParametersOfTask0) };
  const read = { ...given, adapts: 'byRule', name } as const;
  if (!Array.isArray(metaGradient)) {
    const metaGradients = PLAIN_ALGORITHMS.map((algorithm) => ({
      algorithm,
      gradient: flat(metaGradient[algorithm]),
      stepRateGradient: null,
    }));
    return { ...read, rule: descentBy(alpha, innerOptimiser), expected: { ...common, metaGradients } };
  }
  const algorithm = GENERAL_ALGORITHMS.find((known) => known === learner);
  if (algorithm === undefined || stepRateGradient === undefined)
    throw badInput(said`${where}, entry ${'stepRateGradient'}`, said`a list`, said`none`);
  const ofLearner = {
    algorithm,
    gradient: flat(metaGradient),
    stepRateGradient: stepRateGradient.flat(),
  };
  return {
    ...read,
    rule: adaptationOf(algorithm, at, alpha, null),
    expected: { ...common, metaGradients: [ofLearner] },
  };
}

/** Reads a case; `where` is told in errors. @throws PlaygroundError naming the place. */
export function readOracleCase(text: string, where: string): OracleCase {
  const given = readMetaGradientCase(text, where);
  const json = parseJson(text, where);
  if (given.innerOptimiser !== undefined || given.at.stepRates !== undefined)
    return readRuleCase(given, json, where);
  if (given.learner === null) return readDescentCase(given, json, where);
  return learnsContext(given.learner)
    ? readContextCase(given, json, where)
    : readSolvedCase(given, given.learner, json, where);
}
