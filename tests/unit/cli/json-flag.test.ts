/** `--json` is understood by every command that the program has, and what they say is then an event a line. */
import { expect, test } from 'vitest';
import { eventsOf, run } from '../../cli/cli.ts';

const HELP = await run('--help');
const COMMANDS = Array.from(
  HELP.stdout.matchAll(/^ {2}([a-z-]+) (?:\[options\]|<)/gm),
  ([, name = '']) => name,
);

test('the program lists its commands', () => {
  expect(COMMANDS).toEqual(
    expect.arrayContaining(['train', 'evaluate', 'adapt', 'meta-gradient', 'convert']),
  );
});

test.each(COMMANDS)('%s', async (name) => {
  expect((await run(name, '--help')).stdout).toContain('--json');
  // Of two flags, only the one that there is not is unknown.
  const refused = await run(name, '--json', '--no-such-flag');
  expect(refused.status).toBe(2);
  expect(eventsOf(refused)).toMatchObject([
    { event: 'error', message: expect.stringMatching(/no-such-flag|required|missing/) },
  ]);
  expect(refused.stdout).not.toContain('--json');
});

test('meta-gradient tells of a case that is not there as an event', async () => {
  const refused = await run('meta-gradient', '--case', 'none.json', '--json');
  expect(eventsOf(refused)).toMatchObject([{ event: 'error', code: 'input-invalid', exit: 2 }]);
});
