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
  learnsScale,
  learnsStepRates,
  type WeightsOrigin,
} from '#training/learner-facts.ts';
import type { NamedTensor } from './tensor-file.ts';

/** Meta-SGD's α of a parameter is a tensor of the parameter's name behind this. */
export const RATES_PREFIX = 'alpha.';

/** The logarithm of a ridge head's penalty λ, a tensor of one number. */
export const LOG_LAMBDA = 'log_lambda';

/** The logarithm of the scale of the logits that a head of classes is solved for, a tensor of one number. */
export const LOG_SCALE = 'log_scale';

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
  const { network, rates, logLambda, logScale } = learned;
  const { architecture, parameters } = network;
  const single = (name: string, value: number | undefined): NamedTensor[] =>
    value === undefined ? [] : [{ name, shape: [1], data: Float32Array.of(value) }];
  return [
    ...namedTensors(architecture, parameters, ''),
    ...(rates === null ? [] : namedTensors(architecture, rates, RATES_PREFIX)),
    ...single(LOG_LAMBDA, logLambda),
    ...single(LOG_SCALE, logScale),
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
    LOG_SCALE,
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
    ...numberOf(tensors, LOG_LAMBDA, 'logLambda'),
    ...numberOf(tensors, LOG_SCALE, 'logScale'),
    ...contextOf(tensors, architecture),
    ...stepRatesOf(tensors, architecture),
  };
}

/** The one number of a tensor, where there is one: log λ or log s of a head that is solved for. */
function numberOf(
  tensors: readonly NamedTensor[],
  tensorName: string,
  key: 'logLambda' | 'logScale',
): Pick<Learned, 'logLambda' | 'logScale'> {
  const tensor = tensors.find(({ name }) => name === tensorName);
  if (tensor === undefined) return {};
  const [value = Number.NaN] = tensor.data;
  if (tensor.data.length !== 1) throw foreign(said`one number in “${tensorName}”`, `${tensor.data.length}`);
  if (!Number.isFinite(value)) throw foreign(said`a finite number in “${tensorName}”`, String(value));
  return { [key]: value };
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
  { rates, logLambda, logScale, contextWeights, stepRates }: Learned,
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
      said`a tensor “${LOG_LAMBDA}” in weights of a head that is solved for, and in no others`,
      found(hasPenalty),
    );
  const hasScale = logScale !== undefined;
  if (learnsScale(origin) !== hasScale)
    throw foreign(
      said`a tensor “${LOG_SCALE}” in weights of R2-D2 or MetaOptNet, and in no others`,
      found(hasScale),
    );
  const hasContext = contextWeights !== undefined;
  if (learnsContext(origin) !== hasContext)
    throw foreign(said`a tensor “${CONTEXT_WEIGHT}” in CAVIA’s weights, and in no others`, found(hasContext));
  const hasStepRates = stepRates !== undefined;
  if (learnsStepRates(origin) !== hasStepRates)
    throw foreign(said`a tensor “${STEP_RATES}” in MAML++’s weights, and in no others`, found(hasStepRates));
}
