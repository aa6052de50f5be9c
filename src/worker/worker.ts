/** The dedicated worker: hears commands, runs the session, answers. */
import simdKernels from 'virtual:simd-kernels';
import { PlaygroundError, reportOf } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { isDeviceLost, isDeviceLostSoon } from '#tensor/device-health.ts';
import { openBackend } from './open-backend.ts';
import { openEngine } from './open-engine.ts';
import type { Command, Event } from '#engine/protocol.ts';
import { createSession } from './session.ts';
import { threadsHere } from './simd-threads.ts';
import { openSimdUnits, type SimdUnits } from './simd-units.ts';

function post(event: Event): void {
  globalThis.postMessage(event);
}

function tellLost(reason: Words): void {
  const error = new PlaygroundError('engine-failed', said`The GPU stopped computing: ${reason}.`);
  post({ kind: 'lost', error: reportOf(error) });
}

/** Holds the lock of the worker's name to its end, by which the page hears of that. */
async function tellStarted(): Promise<void> {
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) {
    post({ kind: 'started', holdsLock: false });
    return;
  }
  await locks.request(self.name, () => {
    post({ kind: 'started', holdsLock: true });
    return new Promise(() => undefined);
  });
}

/** Lets one round of waiting messages in; a message of one's own, because timers are kept waiting for 4 ms. */
function createBreath(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

// Of the backend that was opened last, if it is theirs.
let simdUnits: SimdUnits | null = null;

const session = createSession({
  openBackend: (request) => {
    simdUnits = null;
    const openSimd = async () => {
      simdUnits = await openSimdUnits(simdKernels, threadsHere(), (threads) =>
        post({ kind: 'threads', threads }),
      );
    };
    return openBackend(request, openSimd, tellLost);
  },
  createEngine: (report, tuning, distrusted) =>
    openEngine(report, simdUnits, tuning, distrusted, {
      show: (state) => post({ kind: 'engine', state }),
      tell: (reason) => post({ kind: 'refused', reason }),
    }),
  report: (report) => {
    // What a lost context computes looks like numbers.
    if (!isDeviceLost()) post({ kind: 'progress', report });
  },
  tuned: (adapter, tuning) => post({ kind: 'tuned', adapter, tuning }),
  breathe: createBreath(),
  isLost: isDeviceLostSoon,
  now: () => performance.now(),
});

/** What a lost GPU answers is not told: the page hears of the loss, and asks the next worker. */
async function hear(command: Command): Promise<void> {
  const { id } = command;
  try {
    const answer = await session.run(command);
    if (!isDeviceLost()) post({ kind: 'done', id, answer });
  } catch (thrown) {
    const error = reportOf(thrown);
    const isOfLoss = isDeviceLost() || (error.code === 'engine-failed' && (await isDeviceLostSoon()));
    if (!isOfLoss) post({ kind: 'failed', id, error });
  }
}

globalThis.addEventListener('message', ({ data }: MessageEvent<Command>) => void hear(data));
void tellStarted();
