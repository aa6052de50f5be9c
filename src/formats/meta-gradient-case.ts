/**
 * A case of a meta-gradient: JSON with a network, tasks and an inner loop, so that anyone can check an implementation
 * against ours. The form is that of tests/oracle; what is expected there is ignored here.
 */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import { INNER_OPTIMISERS, statefulOptimiser } from '#training/inner-optimiser.ts';
import { takesOptimiser } from '#training/learned.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { isOfClassesOnly, learnsContext, learnsStepRates, META_ALGORITHMS } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import type { Learned } from '#training/learned.ts';
import type { MetaGradient } from '#training/meta-engine.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import {
  type Architecture,
  checkArchitecture,
  inputSize,
  layerCount,
  outputSize,
  parameterCount,
  parameterLayout,
} from '#models/architecture.ts';
import { listed, said, type Words } from '#core/saying.ts';
import type { SecondOrderGauge } from '#training/second-order.ts';
import type { MetaGradientCase } from '#training/self-check.ts';
import { FIRST_LOSS, LOSS_NAMES, lossOf } from '#families/losses/loss-of.ts';
import type { PointSet } from '#families/task.ts';
import { architectureSchema } from './architecture-schema.ts';
import { joinContext, splitContext } from './context-inputs.ts';
import { badInput, float32Number, parseJson, parseWith } from './bad-input.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Every step is kept until the way back. */
const MOST_INNER_STEPS = 1000;
/** A named tensor of the file. */
export const tensor = v.object({ name: v.string(), shape: v.array(whole), data: v.array(float32Number) });
const matrix = v.pipe(v.array(v.array(float32Number)), v.minLength(1));
const points = v.object({ x: matrix, y: matrix });
const perceptron = v.object({ layers: v.array(whole) });
const schema = v.object({
  layers: v.optional(v.unknown()),
  model: v.optional(v.looseObject({ kind: v.string() })),
  loss: v.optional(v.picklist(LOSS_NAMES), FIRST_LOSS),
  activation: v.picklist(ACTIVATIONS),
  learner: v.optional(v.picklist(META_ALGORITHMS)),
  alpha: v.optional(float32Number),
  innerSteps: v.optional(v.pipe(whole, v.maxValue(MOST_INNER_STEPS))),
  logLambda: v.optional(float32Number),
  logScale: v.optional(float32Number),
  context: v.optional(whole),
  innerOptimiser: v.optional(v.picklist(INNER_OPTIMISERS), 'sgd'),
  innerMomentum: v.optional(float32Number, NUMBER_SETTINGS.innerMomentum.initial),
  stepRates: v.optional(matrix),
  derivativeOrder: v.optional(v.picklist([1, 2]), 2),
  parameters: v.array(tensor),
  perParameterAlpha: v.optional(v.array(tensor)),
  tasks: v.pipe(v.array(v.object({ support: points, query: points })), v.minLength(1)),
});

type NamedTensor = v.InferOutput<typeof tensor>;

function vectorOf(tensors: readonly NamedTensor[], architecture: Architecture, where: Words): Float32Array {
  const layout = parameterLayout(architecture);
  const vector = new Float32Array(parameterCount(architecture));
  const unknown = tensors.find(({ name }) => !layout.some((entry) => entry.name === name));
  if (unknown !== undefined)
    throw badInput(where, said`only ${listed(layout.map(({ name }) => name))}`, `“${unknown.name}”`);
  for (const { name, shape, offset, size } of layout) {
    const place = said`${where}, “${name}”`;
    const found = tensors.find((candidate) => candidate.name === name);
    if (found?.shape.join() !== shape.join()) {
      throw badInput(
        place,
        said`shape ${`[${shape.join(', ')}]`}`,
        found === undefined ? said`no such tensor` : `[${found.shape.join(', ')}]`,
      );
    }
    if (found.data.length !== size) throw badInput(place, said`${size} numbers`, `${found.data.length}`);
    vector.set(found.data, offset);
  }
  return vector;
}

function rowsOf(rows: readonly (readonly number[])[], width: number, where: Words): Float32Array {
  rows.forEach(({ length }, index) => {
    if (length !== width) throw badInput(said`${where}${`.${index}`}`, said`${width} numbers`, `${length}`);
  });
  return Float32Array.from(rows.flat());
}

function pointSet(
  { x, y }: v.InferOutput<typeof points>,
  architecture: Architecture,
  where: Words,
): PointSet {
  if (x.length !== y.length)
    throw badInput(where, said`as many rows in y as in x (${x.length})`, `${y.length}`);
  return {
    x: rowsOf(x, inputSize(architecture), said`${where}${'.x'}`),
    y: rowsOf(y, outputSize(architecture), said`${where}${'.y'}`),
    count: x.length,
  };
}

/** A perceptron of `layers`, or the network of `model`, whose keys are those of its architecture. */
function architectureOf(file: v.InferOutput<typeof schema>, name: Words): Architecture {
  const { model, activation } = file;
  const told =
    model === undefined
      ? { layerSizes: parseWith(perceptron, file, name).layers }
      : { ...model, model: model.kind };
  const architecture = parseWith(architectureSchema, { ...told, activation }, name);
  checkArchitecture(architecture);
  return architecture;
}

/** The network of a case; with a `context` its last inputs are context parameters. */
function networkOf(
  file: v.InferOutput<typeof schema>,
  name: Words,
): Pick<Learned, 'network' | 'contextWeights'> {
  const { parameters, context, learner } = file;
  const needsContext = learner !== undefined && learnsContext(learner);
  if (needsContext !== (context !== undefined))
    throw badInput(
      said`${name}, entry ${'context'}`,
      said`a number in a case of a learner with context parameters, and in no others`,
      context === undefined ? said`none` : `${context}`,
    );
  const architecture = architectureOf(file, name);
  const vector = vectorOf(parameters, architecture, said`${name}, entry ${'parameters'}`);
  const both = { architecture, parameters: vector };
  if (context === undefined) return { network: both };
  const inputs = inputSize(architecture);
  if (context < inputs) return splitContext(both, context);
  throw badInput(said`${name}, entry ${'context'}`, said`fewer than the ${inputs} inputs`, `${context}`);
}

/** Of a learner with rates of steps, which no other case has. */
function stepRatesOf(
  { stepRates, learner }: v.InferOutput<typeof schema>,
  architecture: Architecture,
  name: Words,
): Pick<Learned, 'stepRates'> {
  const needsRates = learner !== undefined && learnsStepRates(learner);
  const where = said`${name}, entry ${'stepRates'}`;
  if (needsRates !== (stepRates !== undefined))
    throw badInput(
      where,
      said`rates in a case of a learner with rates of steps, and in no others`,
      stepRates === undefined ? said`none` : said`some`,
    );
  return stepRates === undefined ? {} : { stepRates: rowsOf(stepRates, layerCount(architecture), where) };
}

/** The optimiser of a case, for learners that take one. */
function optimiserOf(
  file: v.InferOutput<typeof schema>,
  name: Words,
): Pick<MetaGradientCase, 'innerOptimiser'> {
  const optimiser = statefulOptimiser(file);
  if (optimiser === null) return {};
  const { learner = null } = file;
  if (learner === null || takesOptimiser(learner)) return { innerOptimiser: optimiser };
  throw badInput(
    said`${name}, entry ${'innerOptimiser'}`,
    said`none in a case of a learner with inner steps of its own`,
    optimiser.kind,
  );
}

/** Reads a case, whose rates are `null` where the file has none; `name` is told in errors. @throws PlaygroundError naming the place. */
export function readMetaGradientCase(text: string, name: Words): MetaGradientCase {
  const file = parseWith(schema, parseJson(text, name), name);
  const { loss, perParameterAlpha, logLambda, logScale } = file;
  const learner = file.learner ?? null;
  if (learner !== null && isOfClassesOnly(learner) && !lossOf(loss).isOfClasses)
    throw badInput(said`${name}, entry ${'loss'}`, said`a loss of classes in a case of ${learner}`, loss);
  // Neither a solution nor a look at the points takes steps of descent.
  const steps =
    learner !== null && LEARNERS[learner].counts !== 'gradientStep' ? { alpha: 0, innerSteps: 1 } : null;
  const needed = (key: 'alpha' | 'innerSteps'): number => {
    const value = file[key] ?? steps?.[key];
    if (value === undefined) throw badInput(said`${name}, entry ${key}`, said`a number`, said`none`);
    return value;
  };
  const { network, ...ofContext } = networkOf(file, name);
  const { architecture } = network;
  const tasks = file.tasks.map(({ support, query }, index) => ({
    support: pointSet(support, architecture, said`${name}, entry ${`tasks.${index}.support`}`),
    query: pointSet(query, architecture, said`${name}, entry ${`tasks.${index}.query`}`),
  }));
  for (const role of ['support', 'query'] as const) {
    tasks.forEach((task, index) => {
      const [expected, found] = [tasks[0]?.[role].count, task[role].count];
      if (expected !== found)
        throw badInput(
          said`${name}, entry ${`tasks.${index}.${role}`}`,
          said`${expected ?? 0} points as in the first task`,
          `${found}`,
        );
    });
  }
  return {
    at: {
      network,
      ...ofContext,
      rates:
        perParameterAlpha === undefined
          ? null
          : vectorOf(perParameterAlpha, architecture, said`${name}, entry ${'perParameterAlpha'}`),
      ...(logLambda === undefined ? {} : { logLambda }),
      ...(logScale === undefined ? {} : { logScale }),
      ...stepRatesOf(file, architecture, name),
    },
    ...optimiserOf(file, name),
    ...(file.derivativeOrder === 1 ? { isFirstOrder: true } : {}),
    learner,
    loss,
    alpha: needed('alpha'),
    innerSteps: needed('innerSteps'),
    tasks,
  };
}

function namedTensors(architecture: Architecture, vector: Float32Array): NamedTensor[] {
  return parameterLayout(architecture).map(({ name, shape, offset, size }) => ({
    name,
    shape: [...shape],
    data: [...vector.subarray(offset, offset + size)],
  }));
}

/** A matrix in rows of so many numbers. */
function rowsFrom(numbers: Float32Array, width: number): number[][] {
  return Array.from({ length: numbers.length / width }, (_, row) => [
    ...numbers.subarray(row * width, (row + 1) * width),
  ]);
}

/** The answer as plain data for JSON. @throws PlaygroundError `diverged` if a number is not finite. */
export function describeMetaGradient(
  { at }: MetaGradientCase,
  answer: MetaGradient,
  secondOrder: SecondOrderGauge | null,
): Readonly<Record<string, unknown>> {
  const { gradient, alphaGradient, logLambdaGradient, logScaleGradient } = answer;
  const { contextGradient, stepRateGradient } = answer;
  const { meanQueryLossAfterAdaptation } = answer;
  const ofRates = [...(alphaGradient ?? []), ...(stepRateGradient ?? [])];
  const ofHead = [logLambdaGradient ?? 0, logScaleGradient ?? 0];
  const beside = [...ofRates, ...ofHead, ...(contextGradient ?? [])];
  const numbers = [meanQueryLossAfterAdaptation, ...gradient, ...beside];
  const broken = numbers.find((number) => !Number.isFinite(number));
  if (broken !== undefined) {
    throw new PlaygroundError(
      'diverged',
      said`Expected a finite meta-gradient, found ${String(broken)}: the inner loop diverged.`,
    );
  }
  const { architecture } = at.network;
  const ofNetwork = { architecture, parameters: gradient };
  const described =
    contextGradient === undefined
      ? ofNetwork
      : joinContext({ network: ofNetwork, contextWeights: contextGradient });
  return {
    meanQueryLossAfterAdaptation,
    metaGradient: namedTensors(described.architecture, described.parameters),
    ...(alphaGradient === null ? {} : { alphaGradient: namedTensors(architecture, alphaGradient) }),
    ...(logLambdaGradient === undefined ? {} : { logLambdaGradient }),
    ...(logScaleGradient === undefined ? {} : { logScaleGradient }),
    ...(stepRateGradient === undefined
      ? {}
      : { stepRateGradient: rowsFrom(stepRateGradient, layerCount(architecture)) }),
    ...(secondOrder === null ? {} : { secondOrder }),
  };
}
