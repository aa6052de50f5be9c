/** Times every backend, one after the other, while a training waits. Loaded by the first measurement. */
import { type BackendName, BACKENDS } from '#core/backend.ts';
import type { SliceContext } from '../slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { Measurement, MeasurementSlice, Timing } from './measurement.ts';
import { timeBackend, type TimingSurroundings } from './time-backend.ts';

type Needs = MeasurementSlice & Pick<RunSlice, 'run' | 'train' | 'pauseTraining'>;
type Page = Pick<SliceContext<Needs>, 'get' | 'set'>;

function timingsOf(timingOf: (backend: BackendName) => Timing): Measurement['timings'] {
  return Object.fromEntries(
    BACKENDS.map((backend) => [backend, timingOf(backend)]),
  ) as Measurement['timings'];
}

/** A training under way waits for `work`, and goes on to its goal afterwards. */
async function withoutTraining({ get }: Pick<Page, 'get'>, work: () => Promise<void>): Promise<void> {
  const before = get().run;
  const wasRunning = before?.status === 'running';
  if (wasRunning) await get().pauseTraining();
  await work();
  const { run, train } = get();
  if (!wasRunning || run === null || run.id !== before.id || run.status === 'running') return;
  if (before.target === null) void train();
  else if (before.target > run.iteration) void train(before.target - run.iteration);
}

/** Shows the timing of each backend as it comes, until it is stopped. */
export async function measure(
  { get, set }: Page,
  settings: Measurement['settings'],
  surroundings: TimingSurroundings,
  signal: AbortSignal,
): Promise<void> {
  const show = (backend: BackendName, timing: Timing) => {
    const { measurement } = get();
    if (measurement === null) return;
    set({ measurement: { ...measurement, timings: { ...measurement.timings, [backend]: timing } } });
  };
  set({ measurement: { settings, timings: timingsOf(() => ({ kind: 'waiting' })), isOver: false } });
  await withoutTraining({ get }, async () => {
    // One after the other: two at once would share the processor.
    for (const backend of BACKENDS) {
      if (!signal.aborted) show(backend, { kind: 'underWay' });
      const left: Timing = { kind: 'left' };
      show(backend, signal.aborted ? left : await timeBackend(backend, settings, surroundings, signal));
    }
  });
}
