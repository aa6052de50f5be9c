/** A session without a GPU. */
import { PlaygroundError } from '#core/errors.ts';
import { type Learned, learnedSize } from '#training/learned.ts';
import type { AdaptRequest, MetaGradientRequest, TrainingProgress } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import type { Tuning } from '#core/tuning.ts';
import type { OpenEngine } from '#worker/open-engine.ts';
import type { AnswerOf, CommandName, ProgressReport, RequestOf } from '#engine/protocol.ts';
import { createSession } from '#worker/session.ts';
import { settled } from './promises.ts';
import { ROOMY } from './roomy.ts';

export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: { layerSizes: [1, 1], activation: 'relu' },
};
export const START: Learned = {
  network: { architecture: SETTINGS.architecture, parameters: Float32Array.of(0, 0) },
  rates: null,
};

export function totalOf(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * A session whose engine only counts: its n-th step has loss n unless `lossOf` says another, and takes its time on a clock of its own; the first
 * number that it trains is the step. It has nothing to measure unless `measure` says so.
 */
export function openSession({
  stepTime = 1,
  divergesAt = Infinity,
  lossOf = (step: number): number => step,
  onBreath = (_breath: number): void => {},
  compiles = true,
  measure = (): Promise<Tuning | null> => Promise.resolve(null),
  isLost = false,
} = {}) {
  let time = 0;
  let iteration: number | null = null;
  let breaths = 0;
  let prepared = 0;
  const adopted: Tuning[] = [];
  const remembered: (Tuning | null)[] = [];
  const done: string[] = [];
  const gauged: MetaGradientRequest[] = [];
  const adaptations: AdaptRequest[] = [];
  let trained = 2;
  const chains: number[] = [];
  const tunings: { adapter: string; tuning: Tuning }[] = [];
  const reports: { at: number; report: ProgressReport }[] = [];

  const engine: OpenEngine = {
    refuses: () => null,
    misfit: () => Promise.resolve(null),
    begin(plan) {
      done.push(`begin ${plan.innerSteps}`);
      iteration = 0;
      trained = learnedSize(plan.algorithm, plan.architecture);
    },
    async metaTrain(steps) {
      if (iteration === null) throw new PlaygroundError('engine-failed', 'No run.');
      const firstIteration = iteration;
      done.push('chain begins');
      await settled();
      time += stepTime * steps;
      if (firstIteration + steps >= divergesAt)
        throw new PlaygroundError('diverged', 'Too large.', 'Smaller α.');
      chains.push(steps);
      iteration += steps;
      done.push('chain ends');
      const lossAfter = Float32Array.from({ length: steps }, (_, step) => lossOf(firstIteration + step + 1));
      return { firstIteration, lossBefore: lossAfter.map((loss) => -loss), lossAfter };
    },
    async snapshot() {
      if (iteration === null) return null;
      const moments = { firstMoment: new Float32Array(trained), secondMoment: new Float32Array(trained) };
      const parameters = Float32Array.from({ length: trained }, (_, index) =>
        index === 0 ? (iteration ?? NaN) : index,
      );
      return { iteration, parameters, ...moments };
    },
    restore(_plan, snapshot) {
      done.push('restore');
      iteration = snapshot.iteration;
      trained = snapshot.firstMoment.length;
    },
    async adapt(request) {
      done.push(`adapt ${request.parameters.length} networks on ${request.tasks.length} tasks`);
      adaptations.push(request);
      return [];
    },
    async evaluate({ tasks, parameters, rates, innerSteps }) {
      const losses = Float32Array.from(
        tasks,
        (task, index) => totalOf(task.query.x) + (parameters[index]?.[0] ?? NaN) + Number(rates[index]),
      );
      return { taskCount: tasks.length, stepCount: innerSteps + 1, losses };
    },
    async metaGradient(request) {
      gauged.push(request);
      const gradient = request.algorithm === 'maml' ? Float32Array.of(1, 0) : Float32Array.of(1, 1);
      return { gradient, alphaGradient: null, meanQueryLossAfterAdaptation: 0 };
    },
    dispose: () => done.push('dispose'),
    async prepare() {
      prepared += 1;
      return compiles;
    },
    measure,
    adopt: (tuning) => adopted.push(tuning),
    another: () => engine,
    beside: () => engine,
  };
  const session = createSession({
    openBackend: async ({ backend: requested }) => {
      if (requested === 'cpu') throw new PlaygroundError('backend-unavailable', 'None.');
      return { backend: 'webgl', adapter: 'fake', emulated: false, limits: ROOMY, requested, refused: [] };
    },
    createEngine: async (_report, tuning) => {
      remembered.push(tuning);
      return engine;
    },
    tuned: (adapter, tuning) => tunings.push({ adapter, tuning }),
    report: (report) => reports.push({ at: time, report }),
    breathe: async () => {
      breaths += 1;
      onBreath(breaths);
      await settled();
    },
    isLost: async () => isLost,
    now: () => time,
  });
  const run = <Name extends CommandName>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<AnswerOf<CommandName>> => {
    const command = { id: 1, name, request } as Parameters<typeof session.run>[0];
    return session.run(command);
  };
  const begin = async (settings = SETTINGS) => {
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    await run('begin', { settings, start: START });
  };
  const losses = (pick: (progress: TrainingProgress) => Float32Array) =>
    reports.flatMap(({ report }) => [...pick(report.losses)]);
  return {
    run,
    begin,
    done,
    gauged,
    adaptations,
    chains,
    reports,
    losses,
    adopted,
    remembered,
    tunings,
    prepared: () => prepared,
  };
}
