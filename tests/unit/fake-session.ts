/** A session without a GPU. */
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingProgress } from '#core/meta-engine.ts';
import type { Network } from '#core/model.ts';
import { DEFAULT_SETTINGS, type Settings } from '#core/settings.ts';
import type { Tuning } from '#core/tuning.ts';
import type { OpenEngine } from '#engine/open-engine.ts';
import type { AnswerOf, CommandName, ProgressReport, RequestOf } from '#engine/protocol.ts';
import { createSession } from '#engine/session.ts';
import { settled } from './promises.ts';

export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: { layerSizes: [1, 1], activation: 'relu' },
};
export const START: Network = { architecture: SETTINGS.architecture, parameters: Float32Array.of(0, 0) };

/**
 * A session whose engine only counts: its n-th step has loss n, and takes its time on a clock of its own; it has
 * nothing to measure unless `measure` says so.
 */
export function openSession({
  stepTime = 1,
  divergesAt = Infinity,
  onBreath = (_breath: number): void => {},
  compiles = true,
  measure = (): Promise<Tuning | null> => Promise.resolve(null),
} = {}) {
  let time = 0;
  let iteration: number | null = null;
  let breaths = 0;
  let prepared = 0;
  const adopted: Tuning[] = [];
  const remembered: (Tuning | null)[] = [];
  const done: string[] = [];
  const chains: number[] = [];
  const tunings: { adapter: string; tuning: Tuning }[] = [];
  const reports: { at: number; report: ProgressReport }[] = [];

  const engine: OpenEngine = {
    begin(plan) {
      done.push(`begin ${plan.innerSteps}`);
      iteration = 0;
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
      const lossAfter = Float32Array.from({ length: steps }, (_, step) => firstIteration + step + 1);
      return { firstIteration, lossBefore: lossAfter.map((loss) => -loss), lossAfter };
    },
    async snapshot() {
      if (iteration === null) return null;
      const moments = { firstMoment: new Float32Array(2), secondMoment: new Float32Array(2) };
      return { iteration, parameters: Float32Array.of(iteration, 0), ...moments };
    },
    restore(_plan, snapshot) {
      done.push('restore');
      iteration = snapshot.iteration;
    },
    async adapt({ parameters, tasks }) {
      done.push(`adapt ${parameters.length} networks on ${tasks.length} tasks`);
      return [];
    },
    async evaluate({ tasks, parameters, innerSteps }) {
      const losses = Float32Array.from(
        tasks,
        (task, index) => (task.query.y[0] ?? NaN) + (parameters[index]?.[0] ?? NaN),
      );
      return { taskCount: tasks.length, stepCount: innerSteps + 1, losses };
    },
    metaGradient: () => Promise.reject(new Error('Not asked for by any command.')),
    dispose: () => done.push('dispose'),
    async prepare() {
      prepared += 1;
      return compiles;
    },
    measure,
    adopt: (tuning) => adopted.push(tuning),
  };
  const session = createSession({
    openBackend: async (requested) => {
      if (requested === 'cpu') throw new PlaygroundError('backend-unavailable', 'None.');
      return { backend: 'webgl', adapter: 'fake', emulated: false, requested, refused: [] };
    },
    createEngine: (_report, tuning) => {
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
    now: () => time,
  });
  const run = <Name extends CommandName>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<AnswerOf<CommandName>> => {
    const command = { id: 1, name, request } as Parameters<typeof session.run>[0];
    return session.run(command);
  };
  const begin = async () => {
    await run('open', { backend: null, tunings: {} });
    await run('begin', { settings: SETTINGS, start: START });
  };
  const losses = (pick: (progress: TrainingProgress) => Float32Array) =>
    reports.flatMap(({ report }) => [...pick(report.losses)]);
  return {
    run,
    begin,
    done,
    chains,
    reports,
    losses,
    adopted,
    remembered,
    tunings,
    prepared: () => prepared,
  };
}
