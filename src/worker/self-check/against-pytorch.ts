/** An engine's answers to the oracle cases, against those of float64: PyTorch's, and of heads of classes plain arithmetic's. */
import { said, type Words } from '#core/saying.ts';
import { learnsRates, type MetaAlgorithm } from '#training/learner-facts.ts';
import { type Adaptation, adaptationOf } from '#training/learned.ts';
import type { AdaptRequest } from '#training/meta-engine.ts';
import { LEARNERS } from '#training/learners.ts';
import type { ContextCase, DescentCase, OracleCase, RuleCase, SolvedCase } from '#training/self-check.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import { inputSize, outputSize } from '#models/architecture.ts';
import { norm } from '#models/vectors.ts';
import { type CheckedEngine, compare, distance, type Finding, type Vector } from './finding.ts';

/** Read by iMAML alone, which the cases do not hold. */
const PROXIMAL = { lambda: 1, conjugateGradientSteps: 1 };

/** Which learner's the cases of contexts are. */
const CONTEXT_LEARNER = 'cavia';

/** The second-order part is a difference of two gradients, which has their rounding. */
const SECOND_ORDER_ROUNDING = 1e-2;

export function checkAdaptation(engine: CheckedEngine, oracle: OracleCase): Promise<Finding[]> {
  switch (oracle.adapts) {
    case 'bySteps':
      return checkSteps(engine, oracle);
    case 'inClosedForm':
      return checkSolution(engine, oracle);
    case 'byContext':
      return checkContext(engine, oracle);
    case 'byRule':
      return checkRule(engine, oracle);
    default:
      return oracle satisfies never;
  }
}

/** All tasks of a case from its network, by one rule. */
function adapting(
  { at, loss, tasks }: Pick<OracleCase, 'at' | 'loss' | 'tasks'>,
  rule: Adaptation,
  innerSteps: number,
): Omit<AdaptRequest, 'gridX'> {
  const { architecture, parameters } = at.network;
  return {
    architecture,
    loss,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => rule),
    tasks,
    innerSteps,
  };
}

/** A head's solution; the losses of its query points tell of its predictions as well. */
async function checkSolution(engine: CheckedEngine, oracle: SolvedCase): Promise<Finding[]> {
  const { algorithm, at, loss, tasks, expected } = oracle;
  const { architecture, parameters } = at.network;
  const rule = adaptationOf(algorithm, at, 0, null);
  const request = adapting(oracle, rule, 1);
  const [task] = tasks;
  const trajectories = await engine.adapt({ ...request, gridX: task?.query.x ?? new Float32Array() });
  const { losses } = await engine.evaluate(request);
  const after = expected.queryPredictions.map((predicted, index) =>
    lossOf(loss).of(predicted, tasks[index]?.query.y ?? [], outputSize(architecture)),
  );
  const [own = []] = expected.adaptedParameters;
  const moved = own.map((value, index) => value - (parameters[index] ?? Number.NaN));
  const [first] = trajectories;
  return [
    ...trajectories.map(({ adapted }, index) =>
      compare(said`adapted parameters`, adapted, expected.adaptedParameters[index] ?? []),
    ),
    compare(
      said`query losses`,
      trajectories.map(({ series }) => series.queryLoss[1] ?? Number.NaN),
      after,
    ),
    compare(
      said`evaluated losses`,
      losses.filter((_, index) => index % 2 === 1),
      after,
    ),
    compare(said`predictions`, first?.predictions[1] ?? [], expected.queryPredictions[0] ?? []),
    compare(said`distance moved`, [first?.series.distanceMoved?.[1] ?? Number.NaN], [norm(moved)]),
  ];
}

/** Steps of a context, which leave it within the first bias. */
async function checkContext(engine: CheckedEngine, oracle: ContextCase): Promise<Finding[]> {
  const { at, tasks, alpha, innerSteps, expected } = oracle;
  const rule = adaptationOf(CONTEXT_LEARNER, at, alpha, null);
  const request = adapting(oracle, rule, innerSteps);
  const trajectories = await engine.adapt({ ...request, gridX: tasks[0]?.query.x ?? new Float32Array() });
  const { losses, stepCount } = await engine.evaluate(request);
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const after = [expected.meanQueryLossAfterAdaptation];
  const last = trajectories.map(({ series }) => series.queryLoss[innerSteps] ?? Number.NaN);
  const evaluated = tasks.map((_, task) => losses[task * stepCount + innerSteps] ?? Number.NaN);
  return [
    ...trajectories.map(({ adapted }, task) =>
      compare(said`adapted parameters`, adapted, expected.adaptedParameters[task] ?? []),
    ),
    compare(said`query losses`, [meanOf(last)], after),
    compare(said`evaluated losses`, [meanOf(evaluated)], after),
  ];
}

async function checkContextGradient(engine: CheckedEngine, oracle: ContextCase): Promise<Finding[]> {
  const { at, loss, tasks, alpha, innerSteps, expected } = oracle;
  const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
  const found = await engine.metaGradient({ algorithm: CONTEXT_LEARNER, at, ...inner });
  return [
    compare(CONTEXT_LEARNER, found.gradient, expected.gradient),
    compare(
      said`${CONTEXT_LEARNER}, of context weights`,
      found.contextGradient ?? [],
      expected.contextGradient,
    ),
    compare(
      said`${CONTEXT_LEARNER}, its loss`,
      [found.meanQueryLossAfterAdaptation],
      [expected.meanQueryLossAfterAdaptation],
    ),
  ];
}

/** Steps of an optimiser, or with a rate for each layer in each step. */
async function checkRule(engine: CheckedEngine, oracle: RuleCase): Promise<Finding[]> {
  const { at, rule, innerSteps, expected } = oracle;
  const { architecture } = at.network;
  const request = adapting(oracle, rule, innerSteps);
  const trajectories = await engine.adapt({ ...request, gridX: new Float32Array(inputSize(architecture)) });
  const { losses } = await engine.evaluate(request);
  const ofSteps = (name: 'supportLoss' | 'queryLoss') =>
    trajectories.flatMap(({ series }) => [...series[name]]);
  return [
    compare(said`adapted parameters`, trajectories[0]?.adapted ?? [], expected.adaptedParametersOfTask0),
    compare(said`support losses`, ofSteps('supportLoss'), expected.supportLossByStep.flat()),
    compare(said`query losses`, ofSteps('queryLoss'), expected.queryLossByStep.flat()),
    compare(said`evaluated losses`, losses, expected.queryLossByStep.flat()),
  ];
}

async function checkRuleGradients(engine: CheckedEngine, oracle: RuleCase): Promise<Finding[]> {
  const inner = { ...oracle, innerBatch: null, proximal: PROXIMAL };
  const findings: Finding[] = [];
  for (const { algorithm, gradient, stepRateGradient } of oracle.expected.metaGradients) {
    const found = await engine.metaGradient({ ...inner, algorithm });
    findings.push(compare(algorithm, found.gradient, gradient));
    if (stepRateGradient === null) continue;
    findings.push(compare(said`${algorithm}, of α`, found.stepRateGradient ?? [], stepRateGradient));
  }
  return findings;
}

async function checkSteps(engine: CheckedEngine, oracle: DescentCase): Promise<Finding[]> {
  const { at, loss, tasks, alpha, innerSteps, expected } = oracle;
  const { architecture, parameters } = at.network;
  const [first] = tasks;
  const request = {
    architecture,
    loss,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => alpha),
    tasks,
    innerSteps,
  };
  // Predictions are wanted where the first task is judged, so that its losses tell of them.
  const gridX = first?.query.x ?? new Float32Array();
  const trajectories = await engine.adapt({ ...request, gridX });
  const { losses } = await engine.evaluate(request);
  const [of0] = trajectories;
  const predicted = of0?.predictions.map((prediction) =>
    lossOf(loss).of(prediction, first?.query.y ?? [], outputSize(architecture)),
  );
  const moved = Float64Array.from(parameters, (value, index) => (of0?.adapted[index] ?? Number.NaN) - value);
  const covered = of0?.series.distanceMoved ?? [];
  const gradients = (of0?.series.gradientNorm ?? []).slice(0, 1);
  return [
    compare(said`adapted parameters`, of0?.adapted ?? [], expected.adaptedParametersOfTask0),
    compare(
      said`support losses`,
      trajectories.flatMap(({ series }) => [...series.supportLoss]),
      expected.supportLossByStep.flat(),
    ),
    compare(
      said`query losses`,
      trajectories.flatMap(({ series }) => [...series.queryLoss]),
      expected.queryLossByStep.flat(),
    ),
    compare(said`evaluated losses`, losses, expected.queryLossByStep.flat()),
    compare(said`predictions`, predicted ?? [], expected.queryLossByStep[0] ?? []),
    compare(said`distance moved`, [covered[innerSteps] ?? Number.NaN], [norm(moved)]),
    // The first step covers α times the gradient.
    compare(said`gradient norm`, gradients, [(covered[1] ?? Number.NaN) / alpha]),
  ];
}

export function checkMetaGradients(engine: CheckedEngine, oracle: OracleCase): Promise<Finding[]> {
  switch (oracle.adapts) {
    case 'bySteps':
      return checkGradients(engine, oracle);
    case 'inClosedForm':
      return checkSolvedGradient(engine, oracle);
    case 'byContext':
      return checkContextGradient(engine, oracle);
    case 'byRule':
      return checkRuleGradients(engine, oracle);
    default:
      return oracle satisfies never;
  }
}

async function checkSolvedGradient(engine: CheckedEngine, oracle: SolvedCase): Promise<Finding[]> {
  const { algorithm, at, loss, tasks, alpha, innerSteps, expected } = oracle;
  const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
  const found = await engine.metaGradient({ algorithm, at, ...inner });
  const { logLambdaGradient, logScaleGradient } = expected;
  // Of the two, one may be so small that only the other tells how well it can be known.
  const scale = Math.hypot(logLambdaGradient, logScaleGradient ?? 0);
  const beside = (of: Words, own: number | undefined, wanted: number) => ({
    of,
    error: distance([own ?? Number.NaN], [wanted], scale),
  });
  return [
    compare(algorithm, found.gradient, expected.gradient),
    beside(said`${algorithm}, of log λ`, found.logLambdaGradient, logLambdaGradient),
    ...(logScaleGradient === null
      ? []
      : [beside(said`${algorithm}, of log s`, found.logScaleGradient, logScaleGradient)]),
    compare(
      said`${algorithm}, its loss`,
      [found.meanQueryLossAfterAdaptation],
      [expected.meanQueryLossAfterAdaptation],
    ),
  ];
}

async function checkGradients(engine: CheckedEngine, oracle: DescentCase): Promise<Finding[]> {
  const { at, loss, tasks, alpha, innerSteps, expected } = oracle;
  const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
  const findings: Finding[] = [];
  const second: Partial<Record<MetaAlgorithm, { readonly found: Vector; readonly expected: Vector }>> = {};
  for (const { algorithm, gradient, alphaGradient } of expected.metaGradients) {
    const rates = learnsRates(algorithm) ? at.rates : null;
    const found = await engine.metaGradient({ algorithm, at: { ...at, rates }, ...inner });
    findings.push(compare(algorithm, found.gradient, gradient));
    if (alphaGradient !== null)
      findings.push(compare(said`${algorithm}, of α`, found.alphaGradient ?? [], alphaGradient));
    second[algorithm] = { found: found.gradient, expected: gradient };
    // The cases hold the loss of those that adapt as MAML does.
    const { innerLoop, moves } = LEARNERS[algorithm];
    if (innerLoop !== 'plain' || moves !== 'all') continue;
    const { meanQueryLossAfterAdaptation: after } = found;
    findings.push(compare(said`${algorithm}, its loss`, [after], [expected.meanQueryLossAfterAdaptation]));
  }
  const { maml, fomaml } = second;
  if (maml === undefined || fomaml === undefined) return findings;
  // α makes the second-order part so small that the whole gradient hardly shows a mistake in it.
  const part = (which: 'found' | 'expected') =>
    Float64Array.from(maml[which], (value, index) => value - (fomaml[which][index] ?? Number.NaN));
  const added = part('expected');
  const scale = norm(added) + SECOND_ORDER_ROUNDING * norm(maml.expected);
  findings.push({ of: said`second order`, error: distance(part('found'), added, scale) });
  return findings;
}
