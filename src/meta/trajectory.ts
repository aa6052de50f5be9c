/** One adaptation followed step by step: losses, gradient norm, distance moved and predictions. */
import type {
  AdaptInputs,
  ClosedPart,
  ContextPart,
  DescentPart,
  OptimisedPart,
  SteppedPart,
} from '#training/adaptation-parts.ts';
import { batchedContexts } from '#training/context-weights.ts';
import { type InnerRates, ratesOfStep } from '#training/learned.ts';
import type { AdaptRequest, EvaluationLosses, Trajectory } from '#training/meta-engine.ts';
import {
  reshape,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type TensorContainer,
  tensor3d,
  tidy,
  tile,
} from '#tensor/ops.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import { inputSize, layerCount, outputSize, parameterLayout } from '#models/architecture.ts';
import { accuracyByStep } from '#training/accuracy.ts';
import { SERIES, type SeriesName, seriesOf } from '#training/series.ts';
import { contextStep } from './context.ts';
import { download, uploadVectors } from './device-numbers.ts';
import { descend, type StepSizes, supportGradient } from './inner-loop.ts';
import { NO_STATE, type OptimiserState, optimiserStep } from './inner-optimiser.ts';
import { features, forward } from './forward.ts';
import { headFrom, headMatrix } from './head.ts';
import { taskLosses } from './losses.ts';
import { type BatchedParameters, flatten, splitHead, unflatten } from './parameters.ts';
import { type BatchedTasks, uploadMetaBatch } from './points.ts';
import { withOnes } from './ridge.ts';
import { HEAD_FITS } from './solved-head.ts';

type Pairs = Omit<AdaptRequest, 'gridX' | 'rates'>;

/** Before a step: its number, from 0, the parameters, the gradient there, what an optimiser has kept, and the tasks. */
interface BeforeStep {
  readonly step: number;
  readonly parameters: BatchedParameters;
  readonly gradient: BatchedParameters;
  readonly kept: OptimiserState;
  readonly tasks: BatchedTasks;
}

/** Where a step leads, and what an optimiser keeps of it. */
interface AfterStep {
  readonly parameters: BatchedParameters;
  readonly kept: OptimiserState;
}

type Step = (before: BeforeStep) => AfterStep;
/** The step of a batch; what it needs of tensors is made when it is asked for. */
export type StepMaker = () => Step;

interface StepState {
  readonly initial: BatchedParameters;
  readonly parameters: BatchedParameters;
  readonly gradient: BatchedParameters;
}

/** Visits θ_0 … θ_n; `visit` reads what it wants of each step, on the device, and nothing else is kept of it. */
function followAdaptation<Reading extends TensorContainer>(
  request: Pairs,
  makeStep: StepMaker,
  visit: (state: StepState, tasks: BatchedTasks) => Reading,
): { readings: Reading[]; adapted: BatchedParameters } {
  const { architecture, loss, innerSteps, innerBatch = null } = request;
  const losses = taskLosses(architecture, loss);
  const tasks = uploadMetaBatch(request.tasks, innerSteps, innerBatch);
  const initial = unflatten(architecture, uploadVectors(request.parameters));
  const stepFrom = makeStep();
  const readings: Reading[] = [];
  let parameters = initial;
  let kept: OptimiserState = NO_STATE;
  for (let step = 0; step <= innerSteps; step++) {
    const current = parameters;
    const before = kept;
    const { reading, next } = tidy(() => {
      const taken = { ...tasks, support: tasks.innerSupport[step] ?? tasks.support };
      const gradient = supportGradient(losses, current, taken.support);
      const seen = visit({ initial, parameters: current, gradient }, taken);
      const after =
        step === innerSteps
          ? null
          : stepFrom({ step, parameters: current, gradient, kept: before, tasks: taken });
      const left = after === null ? [] : [after.parameters, ...after.kept];
      return { reading: seen, next: left.map((tensors) => [...tensors]) };
    });
    readings.push(reading);
    if (step === innerSteps) break;
    if (current !== initial) for (const tensor of current) tensor.dispose();
    for (const tensor of before.flat()) tensor.dispose();
    [parameters = initial, ...kept] = next;
  }
  for (const tensor of kept.flat()) tensor.dispose();
  return { readings, adapted: parameters };
}

/** One number where all pairs share it, because that costs no tensor; else a rate for each parameter of each pair. */
function stepSizes({ architecture, parameters, rates }: DescentPart<AdaptInputs>): StepSizes {
  const [first] = rates;
  if (typeof first === 'number' && rates.every((rate) => rate === first)) return first;
  const asVector = (rate: InnerRates, pair: number) =>
    typeof rate === 'number' ? new Float32Array(parameters[pair]?.length ?? 0).fill(rate) : rate;
  return unflatten(architecture, uploadVectors(rates.map(asVector)));
}

/** Steps of gradient descent. */
export function gradientSteps(part: DescentPart<AdaptInputs>): StepMaker {
  return () => {
    const alpha = stepSizes(part);
    return ({ parameters, gradient }) => ({
      parameters: descend(parameters, gradient, alpha),
      kept: NO_STATE,
    });
  };
}

/** Steps of an optimiser. */
export function optimiserSteps(part: OptimisedPart<AdaptInputs>): StepMaker {
  return () => {
    const alpha = stepSizes(part);
    return ({ step, parameters, gradient, kept }) => {
      const { direction, state } = optimiserStep(part.optimiser, kept, gradient, step);
      return { parameters: descend(parameters, direction, alpha), kept: state };
    };
  };
}

/** Steps of gradient descent with a rate for each layer in each step. */
export function ratedSteps({ architecture, stepped }: SteppedPart<AdaptInputs>): StepMaker {
  const layers = layerCount(architecture);
  return () => (before) => {
    const ofPairs = stepped.map((own) => ratesOfStep(own, layers, before.step));
    const rates = parameterLayout(architecture).map(({ layer }): Tensor3D => {
      const ofLayer = Float32Array.from(ofPairs, (own) => own[layer] ?? Number.NaN);
      return tensor3d(ofLayer, [ofLayer.length, 1, 1]);
    });
    return { parameters: descend(before.parameters, before.gradient, rates), kept: NO_STATE };
  };
}

/** Steps of descent of context parameters. */
export function contextSteps({ architecture, contexts }: ContextPart<AdaptInputs>): StepMaker {
  return () => {
    const { units, count, weights } = batchedContexts(architecture, contexts);
    const entering: Tensor3D = reshape(uploadVectors(weights), [contexts.length, units, count]);
    const alphas = Float32Array.from(contexts, ({ alpha }) => alpha);
    const alpha = tensor3d(alphas, [alphas.length, 1, 1]);
    return ({ parameters, gradient }) => ({
      parameters: contextStep(architecture, parameters, gradient, entering, alpha).map((tensor) =>
        tensor.clone(),
      ),
      kept: NO_STATE,
    });
  };
}

/** The one step of a head that is solved for, to its solution. */
export function solvedSteps({ architecture, rule, solved }: ClosedPart<AdaptInputs>): StepMaker {
  return () => {
    const uploaded = (logarithms: readonly number[]): Tensor3D =>
      tensor3d(Float32Array.from(logarithms, Math.exp), [logarithms.length, 1, 1]);
    const lambda = uploaded(solved.map(({ logLambda }) => logLambda));
    const scale = uploaded(solved.map(({ ofClasses }) => ofClasses?.logScale ?? 0));
    return ({ parameters, tasks: { support } }) => {
      const extended = withOnes(features(architecture, parameters, support.x));
      const prior = headMatrix(splitHead(parameters).head);
      const { head } = HEAD_FITS[rule]({ extended, targets: support.y, prior, lambda, scale });
      const { body } = splitHead(parameters);
      return { parameters: [...body.map((tensor) => tensor.clone()), ...headFrom(head)], kept: NO_STATE };
    };
  };
}

/** |v|₂ of each row of [B, P]. */
function rowNorms(rows: Tensor2D): Tensor1D {
  return sqrt(sum(square(rows), 1));
}

/** What is predicted for the queries, [B, Q · outputs], where the loss is of classes. */
function answersOf(
  { architecture, loss }: Pairs,
  parameters: BatchedParameters,
  { query }: BatchedTasks,
): Tensor2D[] {
  if (!lossOf(loss).isOfClasses) return [];
  const outputs = forward(architecture, parameters, query.x, undefined, query.beside);
  const [batch, points, width] = outputs.shape;
  return [reshape(outputs, [batch, points * width])];
}

/** Of all steps, [steps, B, Q · outputs]; none where the loss is of no classes. */
function stackedAnswers(answers: readonly Tensor2D[][]): Tensor[] {
  const all = answers.flat();
  return all.length === 0 ? [] : [stack(all)];
}

/** Shares of right answers [B, steps], counted here: no operation of ours finds a largest number. */
async function accuraciesOf(
  { architecture, tasks }: Pairs,
  answers: readonly Tensor[],
): Promise<Float32Array | null> {
  const [device] = answers;
  if (device === undefined) return null;
  const outputs = outputSize(architecture);
  const [stepCount = 0] = device.shape;
  const predicted = await download(device);
  const size = predicted.length / (stepCount * tasks.length);
  const accuracies = new Float32Array(tasks.length * stepCount);
  tasks.forEach(({ query }, pair) => {
    const bySteps = Array.from({ length: stepCount }, (_, step) => {
      const from = (step * tasks.length + pair) * size;
      return predicted.subarray(from, from + size);
    });
    accuracies.set(accuracyByStep(bySteps, query.y, outputs), pair * stepCount);
  });
  return accuracies;
}

/** The full trajectory of every pair in the request. */
export async function trajectoriesOf(
  request: Omit<AdaptRequest, 'rates'>,
  makeStep: StepMaker,
): Promise<Trajectory[]> {
  const { architecture, loss, innerSteps, gridX } = request;
  const batch = request.parameters.length;
  const stepCount = innerSteps + 1;
  const inputs = inputSize(architecture);
  const gridPoints = gridX.length / inputs;
  const gridSize = gridPoints * outputSize(architecture);
  const losses = taskLosses(architecture, loss);

  // Numbers [steps, series, B], predictions [steps, B, grid] and parameters [B, P] leave in one readback each.
  const device = tidy(() => {
    const grid = tile(tensor3d(gridX, [1, gridPoints, inputs]), [batch, 1, 1]);
    const { readings, adapted } = followAdaptation(
      request,
      makeStep,
      ({ initial, parameters, gradient }, tasks) => {
        const moved: Tensor2D = sub(flatten(parameters), flatten(initial));
        const told: Readonly<Record<SeriesName, Tensor1D>> = {
          supportLoss: losses(parameters, tasks.support),
          queryLoss: losses(parameters, tasks.query),
          gradientNorm: rowNorms(flatten(gradient)),
          distanceMoved: rowNorms(moved),
        };
        const beside = { support: tasks.support.x, query: tasks.query.x };
        const predicted = forward(architecture, parameters, grid, undefined, beside);
        return {
          numbers: stack(SERIES.map((name) => told[name])),
          predictions: reshape(predicted, [batch, gridSize]),
          answers: answersOf(request, parameters, tasks),
        };
      },
    );
    return {
      numbers: stack(readings.map((reading) => reading.numbers)),
      predictions: stack(readings.map((reading) => reading.predictions)),
      answers: stackedAnswers(readings.map((reading) => reading.answers)),
      adapted: flatten(adapted),
    };
  });
  const [numbers, predictions, accuracies, adapted] = await Promise.all([
    download(device.numbers),
    download(device.predictions),
    accuraciesOf(request, device.answers),
    download(device.adapted),
  ]);

  const parameterSize = adapted.length / batch;
  return request.parameters.map((_, pair) => {
    const row = (name: SeriesName, step: number) => (step * SERIES.length + SERIES.indexOf(name)) * batch;
    const series = seriesOf((name) =>
      Float32Array.from({ length: stepCount }, (__, step) => numbers[row(name, step) + pair] ?? NaN),
    );
    const accuracy = accuracies?.slice(pair * stepCount, (pair + 1) * stepCount);
    return {
      series: accuracy === undefined ? series : { ...series, accuracy },
      predictions: Array.from({ length: stepCount }, (__, step) => {
        const from = (step * batch + pair) * gridSize;
        return predictions.slice(from, from + gridSize);
      }),
      adapted: adapted.slice(pair * parameterSize, (pair + 1) * parameterSize),
    };
  });
}

/** Query losses [tasks, steps] of every pair in the request. */
export async function queryLossesOf(request: Pairs, makeStep: StepMaker): Promise<EvaluationLosses> {
  const losses = taskLosses(request.architecture, request.loss);
  const device = tidy(() => {
    const { readings } = followAdaptation(request, makeStep, ({ parameters }, tasks) => ({
      losses: losses(parameters, tasks.query),
      answers: answersOf(request, parameters, tasks),
    }));
    return {
      losses: stack(
        readings.map((reading) => reading.losses),
        1,
      ),
      answers: stackedAnswers(readings.map((reading) => reading.answers)),
    };
  });
  const [found, accuracies] = await Promise.all([
    download(device.losses),
    accuraciesOf(request, device.answers),
  ]);
  return {
    stepCount: request.innerSteps + 1,
    losses: found,
    ...(accuracies === null ? {} : { accuracies }),
  };
}
