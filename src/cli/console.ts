/** What a command says: text for people, or with `--json` a line of JSON for each event, and text on stderr then. */

type EventFields = Readonly<Record<string, unknown>>;

export interface Console {
  /** Lines for people. */
  say(text: string): void;
  /**
   * How far something is: rewrites its line on a terminal, else is said now and then, but always at the end. `fields`
   * are the event for machines.
   */
  progress(text: string, fields?: EventFields, isLast?: boolean): void;
  /** An event for machines; nothing without `--json`. */
  event(name: string, fields: EventFields): void;
}

/** Where text is written: of a stream of the process, what is needed. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ConsoleOptions {
  readonly json: boolean;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Milliseconds. */
  readonly now: () => number;
}

const REWRITE_MILLISECONDS = 100;
const REPEAT_MILLISECONDS = 15_000;
const EVENT_MILLISECONDS = 1000;
const CLEAR_LINE = '\r\u001b[K';

export function createConsole({ json, stdout, stderr, now }: ConsoleOptions): Console {
  const people = json ? stderr : stdout;
  const isTerminal = people.isTTY === true;
  const pace = isTerminal ? REWRITE_MILLISECONDS : REPEAT_MILLISECONDS;
  let saidAt = -Infinity;
  let eventAt = -Infinity;
  let isLineOpen = false;
  const event = (name: string, fields: EventFields) => {
    if (json) stdout.write(`${JSON.stringify({ event: name, ...fields })}\n`);
  };
  return {
    say(text) {
      people.write(`${isLineOpen ? CLEAR_LINE : ''}${text}\n`);
      isLineOpen = false;
    },
    progress(text, fields, isLast = false) {
      if (fields !== undefined && (isLast || now() - eventAt >= EVENT_MILLISECONDS)) {
        eventAt = now();
        event('progress', fields);
      }
      if (!isLast && now() - saidAt < pace) return;
      saidAt = now();
      people.write(isTerminal ? `${CLEAR_LINE}${text.slice(0, (people.columns ?? 80) - 1)}` : `${text}\n`);
      isLineOpen = isTerminal;
    },
    event,
  };
}

/** `1 point`, `5 points`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1 h 02 min`, `4 min 07 s` or `12 s`. */
export function describeSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.round(seconds);
  const two = (number: number) => `${number}`.padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${two(whole % 60)} s` : `${whole} s`;
}

/** Rows as text with aligned columns, the first to the left and the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
