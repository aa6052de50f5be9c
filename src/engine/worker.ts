/** The dedicated worker: hears commands, runs the session, answers. */
import { reportOf } from '#core/errors.ts';
import { openBackend } from '#tensor/backend.ts';
import { openEngine } from './open-engine.ts';
import type { Command, Event } from './protocol.ts';
import { createSession } from './session.ts';

function post(event: Event): void {
  globalThis.postMessage(event);
}

function tellLost(reason: string): void {
  const error = {
    code: 'engine-failed',
    message: `The GPU stopped computing: ${reason}.`,
    hint: 'Choose a backend in the badge to go on from the last weights.',
  } as const;
  post({ kind: 'lost', error });
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

const session = createSession({
  openBackend: (backend, verdicts) => openBackend(backend, tellLost, verdicts),
  createEngine: (report, tuning, distrusted) =>
    openEngine(report, tuning, distrusted, {
      show: (state) => post({ kind: 'engine', state }),
      tell: (reason) => post({ kind: 'refused', reason }),
    }),
  report: (report) => post({ kind: 'progress', report }),
  tuned: (adapter, tuning) => post({ kind: 'tuned', adapter, tuning }),
  breathe: createBreath(),
  now: () => performance.now(),
});

globalThis.addEventListener('message', (message: MessageEvent<Command>) => {
  const command = message.data;
  session.run(command).then(
    (answer) => post({ kind: 'done', id: command.id, answer }),
    (error: unknown) => post({ kind: 'failed', id: command.id, error: reportOf(error) }),
  );
});
