/** Times one backend on a training of its own, in a worker of its own. */
import type { BackendName } from '#core/backend.ts';
import { PlaygroundError, reportOf } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import type { EngineConnection } from '#engine/connection.ts';
import type { EngineSurroundings } from '#engine/client.ts';
import type { EngineState, ProgressReport, RequestOf } from '#engine/protocol.ts';
import { mayNotFit } from '#training/memory-look.ts';
import { misfitError } from '#training/misfit.ts';
import type { Settings } from '#training/settings.ts';
import { startingContestant } from '../settings-slice.ts';
import type { Timing } from './measurement.ts';

/** From the first meta-step on: compilers warm up, and chains of meta-steps grow to their length. */
const WARM_UP_MILLISECONDS = 1000;
const TIMED_MILLISECONDS = 2000;
/** A backend that has not taken two meta-steps by then is of no use. */
const MOST_SECONDS = 40;

export type TimingSurroundings = Pick<EngineSurroundings, 'connect' | 'now'> & {
  readonly remembered: Pick<RequestOf<'open'>, 'tunings'>;
};

/** Hears of a training, and tells the milliseconds of a meta-step once enough of them have been heard of. */
function createStopwatch(now: () => number, tell: (milliseconds: number) => void) {
  let first: number | null = null;
  let start: { readonly at: number; readonly iteration: number } | null = null;
  return ({ iteration }: Pick<ProgressReport, 'iteration'>) => {
    if (iteration === 0) return;
    const at = now();
    first ??= at;
    if (start === null) {
      if (at - first >= WARM_UP_MILLISECONDS) start = { at, iteration };
      return;
    }
    const steps = iteration - start.iteration;
    if (steps > 0 && at - start.at >= TIMED_MILLISECONDS) tell((at - start.at) / steps);
  };
}

/** Opens a backend and trains on it until the connection is closed; `opened` hears its adapter. @throws PlaygroundError if it cannot. */
async function trainOn(
  connection: Pick<EngineConnection, 'send'>,
  backend: BackendName,
  settings: Settings,
  { tunings }: TimingSurroundings['remembered'],
  opened: (adapter: string) => void,
): Promise<void> {
  const report = await connection.send('open', { backend, tunings, verdicts: {}, measured: {} });
  if (report.backend !== backend) {
    const refusal = report.refused.find((refused) => refused.backend === backend);
    throw new PlaygroundError('backend-unavailable', refusal?.reason ?? said`it does not start here`);
  }
  opened(report.adapter);
  if (mayNotFit(settings)) {
    const misfit = await connection.send('misfit', { settings });
    if (misfit !== null) throw misfitError(misfit, backend);
  }
  // Nobody looks: what is told of a training costs time.
  await connection.send('watch', { isWatched: false });
  const { network, rates } = startingContestant(settings);
  await connection.send('begin', { settings, start: { network, rates } });
  await connection.send('train', { steps: null });
}

/** What a backend takes for a meta-step of a run with these settings. A signal that aborts leaves it. */
export function timeBackend(
  backend: BackendName,
  settings: Settings,
  { connect, now, remembered }: TimingSurroundings,
  signal: AbortSignal,
): Promise<Timing> {
  return new Promise((resolve) => {
    let adapter = '';
    let kernels: EngineState['kind'] = 'tensor';
    const settle = (timing: Timing) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      resolve(timing);
      connection.close();
    };
    const leave = () => settle({ kind: 'left' });
    const refuse = (reason: Words) => settle({ kind: 'unavailable', reason });
    const timer = setTimeout(
      () => refuse(said`two meta-steps took longer than ${MOST_SECONDS} seconds`),
      1000 * MOST_SECONDS,
    );
    signal.addEventListener('abort', leave);
    const nobody = () => undefined;
    const connection = connect({
      progress: createStopwatch(now, (milliseconds) =>
        settle({ kind: 'timed', milliseconds, adapter, kernels }),
      ),
      engine: ({ kind }) => {
        kernels = kind;
      },
      threads: nobody,
      refused: nobody,
      tuned: nobody,
      silent: nobody,
      lost: ({ message }) => refuse(message),
    });
    const open = (found: string) => {
      adapter = found;
    };
    // What comes after it is settled changes nothing.
    trainOn(connection, backend, settings, remembered, open).catch((error: unknown) =>
      refuse(reportOf(error).message),
    );
  });
}
