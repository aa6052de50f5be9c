/** The dedicated worker: hears commands, runs the session, answers. */
import { reportOf } from '#core/errors.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
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

const session = createSession({
  openBackend: (backend) => openBackend(backend, tellLost),
  createEngine: createTensorEngine,
  report: (report) => post({ kind: 'progress', report }),
  // A timer, because a message that waits in the queue is only heard between tasks.
  breathe: () => new Promise((resolve) => setTimeout(resolve, 0)),
  now: () => performance.now(),
});

globalThis.addEventListener('message', (message: MessageEvent<Command>) => {
  const command = message.data;
  session.run(command).then(
    (answer) => post({ kind: 'done', id: command.id, answer }),
    (error: unknown) => post({ kind: 'failed', id: command.id, error: reportOf(error) }),
  );
});
