/** Errors as machines hear of them, and how a command exits. */
import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { withHost } from '#cli/command.ts';
import { errorEvent, exitOf } from '#cli/exit-codes.ts';
import { chromiumFailure } from '#cli/host/chromium-host.ts';

describe('every error is an event', () => {
  test.each([
    {
      thrown: new PlaygroundError('input-invalid', 'Expected a, found b.', 'Try a.'),
      event: { code: 'input-invalid', message: 'Expected a, found b.', hint: 'Try a.', exit: 2 },
    },
    {
      thrown: new CommanderError(1, 'commander.unknownOption', "error: unknown option '--sots'"),
      event: { code: 'commander.unknownOption', message: "error: unknown option '--sots'", exit: 2 },
    },
    {
      thrown: new TypeError('x is not a function'),
      event: { code: 'unexpected', message: 'x is not a function', exit: 1 },
    },
    {
      thrown: new PlaygroundError('diverged', 'Diverged.'),
      event: { code: 'diverged', exit: 3 },
    },
  ])('$event.code', ({ thrown, event }) => {
    expect(errorEvent(thrown)).toMatchObject(event);
  });

  test('but the end of --help is none', () => {
    expect(exitOf(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'))).toBe('ok');
  });
});

test('a backend is of TensorFlow.js or a GPU, so the SIMD engine takes none', async () => {
  await expect(withHost({ engine: 'wasm', backend: 'cpu' }, () => Promise.resolve())).rejects.toMatchObject({
    code: 'input-invalid',
  });
});

test('whatever Chromium fails with, there is no engine', () => {
  const timeout = new Error('page.goto: Timeout 30000ms exceeded.\nCall log:\n  - navigating');
  expect(errorEvent(chromiumFailure(timeout))).toMatchObject({
    code: 'backend-unavailable',
    message: expect.not.stringContaining('Call log'),
    exit: 4,
  });
  const known = new PlaygroundError('backend-unavailable', 'No adapter.');
  expect(chromiumFailure(known)).toBe(known);
});
