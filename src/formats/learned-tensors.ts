/** What is learned as tensors by name: the network, and beside it what some learners learn of how it adapts. */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import {
  type Architecture,
  firstBias,
  layerCount,
  parameterCount,
  parameterLayout,
} from '#models/architecture.ts';
import type { Learned } from '#training/learned.ts';
import {
  learnsContext,
  learnsPenalty,
  learnsRates,
  learnsStepRates,
  type WeightsOrigin,
} from '#training/learner-facts.ts';
import type { NamedTensor } from './tensor-file.ts';

/** Meta-SGD's α of a parameter is a tensor of the parameter's name behind this. */
export const RATES_PREFIX = 'alpha.';

/** The logarithm of a ridge head's penalty λ, a tensor of one number. */
export const LOG_LAMBDA = 'log_lambda';

/** Weights by which context parameters enter the first layer beside its inputs, [units, count]. */
export const CONTEXT_WEIGHT = 'context.weight';

/** MAML++'s inner learning rates of each layer in each step, [steps, layers]. */
export const STEP_RATES = 'alpha';

function stepRatesTensor({ network, stepRates }: Learned): NamedTensor[] {
  if (stepRates === undefined) return [];
  const layers = layerCount(network.architecture);
  return [{ name: STEP_RATES, shape: [stepRates.length / layers, layers], data: stepRates }];
}

function contextTensor({ network, contextWeights }: Learned): NamedTensor[] {
  if (contextWeights === undefined) return [];
  const units = firstBias(network.architecture).size;
  return [{ name: CONTEXT_WEIGHT, shape: [units, contextWeights.length / units], data: contextWeights }];
}

function namedTensors(architecture: Architecture, vector: Float32Array, prefix: string): NamedTensor[] {
  return parameterLayout(architecture).map(({ name, shape, offset, size }) => ({
    name: `${prefix}${name}`,
    shape,
    data: vector.slice(offset, offset + size),
  }));
}

/** All tensors of what is learned. */
export function tensorsOfLearned(learned: Learned): NamedTensor[] {
  const { network, rates, logLambda } = learned;
  const { architecture, parameters } = network;
  return [
    ...namedTensors(architecture, parameters, ''),
    ...(rates === null ? [] : namedTensors(architecture, rates, RATES_PREFIX)),
    ...(logLambda === undefined ? [] : [{ name: LOG_LAMBDA, shape: [1], data: Float32Array.of(logLambda) }]),
    ...contextTensor(learned),
    ...stepRatesTensor(learned),
  ];
}

const FOREIGN_HINT = said`The file names itself weights of this page, but is not as the page writes them.`;

export function foreignAs(message: Words): PlaygroundError {
  return new PlaygroundError('weights-file-foreign', message, FOREIGN_HINT);
}

export function foreign(expected: Words, found: Words): PlaygroundError {
  return foreignAs(said`Expected ${expected}, found ${found}.`);
}

function expectFinite(name: string, data: Float32Array): void {
  const broken = data.findIndex((value) => !Number.isFinite(value));
  if (broken !== -1)
    throw foreign(said`finite numbers in “${name}”`, said`${String(data[broken])} at position ${broken}`);
}

/** The tensors of a flat vector, each of them there and finite. */
function vectorOf(tensors: readonly NamedTensor[], architecture: Architecture, prefix: string): Float32Array {
  const vector = new Float32Array(parameterCount(architecture));
  for (const { name: entryName, shape, offset } of parameterLayout(architecture)) {
    const name = `${prefix}${entryName}`;
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (tensor?.shape.join() !== shape.join()) {
      const found = tensor === undefined ? said`none` : said`shape ${`[${tensor.shape.join()}]`}`;
      throw foreign(said`a tensor “${name}” of shape ${`[${shape.join()}]`}`, found);
    }
    expectFinite(name, tensor.data);
    vector.set(tensor.data, offset);
  }
  return vector;
}

/** What tensors hold, whatever their order; no other is among them. @throws PlaygroundError `weights-file-foreign`. */
export function learnedOf(tensors: readonly NamedTensor[], architecture: Architecture): Learned {
  const names = parameterLayout(architecture).map(({ name }) => name);
  const known = new Set([
    LOG_LAMBDA,
    CONTEXT_WEIGHT,
    STEP_RATES,
    ...names.flatMap((name) => [name, `${RATES_PREFIX}${name}`]),
  ]);
  const unknown = tensors.find(({ name }) => !known.has(name));
  if (unknown !== undefined) throw foreign(said`only the tensors ${listed(names)}`, `“${unknown.name}”`);
  const hasRates = tensors.some(({ name }) => name.startsWith(RATES_PREFIX));
  return {
    network: { architecture, parameters: vectorOf(tensors, architecture, '') },
    rates: hasRates ? vectorOf(tensors, architecture, RATES_PREFIX) : null,
    ...penaltyOf(tensors),
    ...contextOf(tensors, architecture),
    ...stepRatesOf(tensors, architecture),
  };
}

/** A ridge head's log λ, where there is one. */
function penaltyOf(tensors: readonly NamedTensor[]): Pick<Learned, 'logLambda'> {
  const tensor = tensors.find(({ name }) => name === LOG_LAMBDA);
  if (tensor === undefined) return {};
  const [logLambda = Number.NaN] = tensor.data;
  if (tensor.data.length !== 1) throw foreign(said`one number in “${LOG_LAMBDA}”`, `${tensor.data.length}`);
  if (!Number.isFinite(logLambda)) throw foreign(said`a finite number in “${LOG_LAMBDA}”`, String(logLambda));
  return { logLambda };
}

/** The weights of context parameters, where there are some. */
function contextOf(
  tensors: readonly NamedTensor[],
  architecture: Architecture,
): Pick<Learned, 'contextWeights'> {
  const tensor = tensors.find(({ name }) => name === CONTEXT_WEIGHT);
  if (tensor === undefined) return {};
  const units = firstBias(architecture).size;
  const { shape, data } = tensor;
  if (shape.length !== 2 || shape[0] !== units || data.length === 0)
    throw foreign(
      said`a tensor “${CONTEXT_WEIGHT}” of shape ${`[${units}, …]`}`,
      said`shape ${`[${shape.join()}]`}`,
    );
  expectFinite(CONTEXT_WEIGHT, data);
  return { contextWeights: data };
}

/** The rates of steps, where there are some. */
function stepRatesOf(
  tensors: readonly NamedTensor[],
  architecture: Architecture,
): Pick<Learned, 'stepRates'> {
  const tensor = tensors.find(({ name }) => name === STEP_RATES);
  if (tensor === undefined) return {};
  const layers = layerCount(architecture);
  const { shape, data } = tensor;
  if (shape.length !== 2 || shape[1] !== layers || data.length === 0)
    throw foreign(
      said`a tensor “${STEP_RATES}” of shape ${`[…, ${layers}]`}`,
      said`shape ${`[${shape.join()}]`}`,
    );
  expectFinite(STEP_RATES, data);
  return { stepRates: data };
}

/** What a learner learns beside θ stands in its weights, and in no others. @throws PlaygroundError `weights-file-foreign`. */
export function expectBeside(
  origin: WeightsOrigin,
  { rates, logLambda, contextWeights, stepRates }: Learned,
): void {
  if (origin === 'elsewhere') return;
  const found = (isThere: boolean) =>
    isThere ? said`some in weights of “${origin}”` : said`none in weights of “${origin}”`;
  if (learnsRates(origin) !== (rates !== null))
    throw foreign(
      said`tensors “${RATES_PREFIX}…” in Meta-SGD’s weights, and in no others`,
      found(rates !== null),
    );
  const hasPenalty = logLambda !== undefined;
  if (learnsPenalty(origin) !== hasPenalty)
    throw foreign(
      said`a tensor “${LOG_LAMBDA}” in a ridge head’s weights, and in no others`,
      found(hasPenalty),
    );
  const hasContext = contextWeights !== undefined;
  if (learnsContext(origin) !== hasContext)
    throw foreign(said`a tensor “${CONTEXT_WEIGHT}” in CAVIA’s weights, and in no others`, found(hasContext));
  const hasStepRates = stepRates !== undefined;
  if (learnsStepRates(origin) !== hasStepRates)
    throw foreign(said`a tensor “${STEP_RATES}” in MAML++’s weights, and in no others`, found(hasStepRates));
}
