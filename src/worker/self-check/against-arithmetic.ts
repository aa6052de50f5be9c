/** An engine's short training run, against the same run in plain arithmetic. */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Learned } from '#training/learned.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { outerRates } from '#training/optimiser.ts';
import { said } from '#core/saying.ts';
import type { Settings } from '#training/settings.ts';
import { type PointSet, sampleTasks } from '#families/task.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { planOf } from '#training/training-plan.ts';
import { type CheckedEngine, compare, type Finding, type Vector } from './finding.ts';

/** Meta-steps of a run that is checked. */
const TRAINING_STEPS = 20;

interface Trained {
  readonly parameters: Float64Array;
  readonly lossAfter: readonly number[];
}

/** The run in plain arithmetic: tasks drawn here, the outer step taken here, only the meta-gradients are the engine's. */
async function trainPlainly(engine: CheckedEngine, plan: TrainingPlan, start: Learned): Promise<Trained> {
  const { architecture } = start.network;
  const parameters = Float64Array.from(start.network.parameters);
  const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  const lossAfter: number[] = [];
  for (let step = 0; step < TRAINING_STEPS; step++) {
    const network = { architecture, parameters: Float32Array.from(parameters) };
    const tasks = sampleTasks(plan.tasks, step * plan.metaBatch, plan.metaBatch, plan.counts);
    const found = await engine.metaGradient({ ...plan, at: { network, rates: null }, tasks });
    lossAfter.push(found.meanQueryLossAfterAdaptation);
    const { rate, epsilon } = outerRates(plan, step + 1);
    const bound = plan.clip ?? Infinity;
    found.gradient.forEach((value, index) => {
      const gradient = Math.max(-bound, Math.min(bound, value));
      const m = DECAY_FIRST * (first[index] ?? 0) + (1 - DECAY_FIRST) * gradient;
      const v = DECAY_SECOND * (second[index] ?? 0) + (1 - DECAY_SECOND) * gradient * gradient;
      first[index] = m;
      second[index] = v;
      const stride = plan.optimiser === 'sgd' ? gradient : m / (Math.sqrt(v) + epsilon);
      parameters[index] = (parameters[index] ?? Number.NaN) - rate * stride;
    });
  }
  return { parameters, lossAfter };
}

/** Those of a single input. */
function firstPoints({ x, y }: PointSet, count: number): PointSet {
  return { x: x.subarray(0, count), y: y.subarray(0, count), count };
}

export async function checkTraining(engine: CheckedEngine, settings: Settings): Promise<Finding[]> {
  const plan = planOf(settings);
  const network = initialiseNetwork(trainedArchitecture(settings), 'glorot', settings.seed);
  const start = { network, rates: null };
  await engine.begin(settings, start);
  const progress = await engine.train(TRAINING_STEPS);
  const snapshot = await engine.snapshot();
  const expected = await trainPlainly(engine, plan, start);
  const tasks = sampleTasks(plan.tasks, 0, plan.metaBatch, plan.counts).map(({ support, query }) => ({
    support: firstPoints(support, plan.innerBatch ?? support.count),
    query,
  }));
  const trajectories = await engine.adapt({
    architecture: network.architecture,
    loss: plan.loss,
    parameters: tasks.map(() => network.parameters),
    rates: tasks.map(() => plan.alpha),
    tasks,
    innerSteps: 1,
    gridX: new Float32Array(1),
  });
  const before = trajectories.map(({ series }) => series.supportLoss[0] ?? Number.NaN);
  const covered = (to: Vector) =>
    Float64Array.from(to, (value, index) => value - (network.parameters[index] ?? Number.NaN));
  return [
    compare(said`weights`, covered(snapshot?.parameters ?? []), covered(expected.parameters)),
    compare(said`losses after adapting`, progress.lossAfter, expected.lossAfter),
    compare(said`loss before adapting`, progress.lossBefore.slice(0, 1), [
      before.reduce((sum, loss) => sum + loss, 0) / before.length,
    ]),
  ];
}
