/** What a command says, to people and to machines. */
import { describe, expect, test } from 'vitest';
import { counted, createConsole, describeSeconds, table } from '#cli/console.ts';

function open({ json = false, isTTY = false } = {}) {
  let time = 0;
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    columns: 20,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const console = createConsole({
    json,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    now: () => time,
  });
  const after = (milliseconds: number) => {
    time += milliseconds;
    return console;
  };
  return { console, written, after };
}

describe('a console', () => {
  test('speaks to people on stdout, and to nobody of events', () => {
    const { console, written } = open();
    console.say('trained');
    console.event('result', { iteration: 3 });
    expect(written).toEqual({ stdout: 'trained\n', stderr: '' });
  });

  test('with --json has events on stdout, a line each, and text on stderr', () => {
    const { console, written } = open({ json: true });
    console.say('trained');
    console.event('result', { iteration: 3 });
    expect(written).toEqual({ stdout: '{"event":"result","iteration":3}\n', stderr: 'trained\n' });
  });

  test('tells progress now and then, and always the last', () => {
    const { after, written } = open({ json: true });
    for (let iteration = 1; iteration <= 40; iteration++) {
      after(400).progress(`at ${iteration}`, { iteration }, iteration === 40);
    }
    expect(written.stderr).toBe('at 1\nat 39\nat 40\n');
    const told = written.stdout
      .trim()
      .split('\n')
      .map((line): { iteration: number } => JSON.parse(line));
    expect(told.map(({ iteration }) => iteration)).toEqual([
      1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40,
    ]);
  });

  test('on a terminal rewrites one line, no longer than the terminal is wide', () => {
    const { after, written } = open({ isTTY: true });
    after(200).progress('first');
    after(50).progress('too soon');
    after(200).progress('a line that is far too long');
    after(0).say('done');
    expect(written.stdout).toBe('\r\u001b[Kfirst\r\u001b[Ka line that is far \r\u001b[Kdone\n');
  });
});

test.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [247, '4 min 07 s'],
  [3720, '1 h 02 min'],
  [Infinity, '?'],
])('%d seconds are %s', (seconds, text) => {
  expect(describeSeconds(seconds)).toBe(text);
});

test('columns of a table are aligned', () => {
  expect(
    table([
      ['K', 'mean'],
      ['10', '0.5'],
    ]),
  ).toBe('K   mean\n10   0.5');
});

test('one of a thing is told as one', () => {
  expect([0, 1, 2].map((count) => counted(count, 'iteration'))).toEqual([
    '0 iterations',
    '1 iteration',
    '2 iterations',
  ]);
});
