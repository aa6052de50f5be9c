/** The command line as a user runs it: within the test's process, or in one of its own where that matters. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CliContext } from '#cli/command.ts';
import { runCommandLine } from '#cli/program.ts';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** Waits for an event of `--json` on stdout. */
  heard(event: string): Promise<void>;
  interrupt(signal: 'SIGINT' | 'SIGTERM'): void;
  readonly ended: Promise<Ended>;
}

/** Starts a command in a process of its own. */
export function start(...words: string[]): Running {
  const child = spawn(process.execPath, ['scripts/cli.mjs', ...words]);
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  return {
    heard: (event) =>
      new Promise((resolve, reject) => {
        const listen = () => {
          if (stdout.includes(`{"event":"${event}"`)) resolve();
        };
        listeners.add(listen);
        listen();
        void ended.then(() =>
          reject(new Error(`Expected the event “${event}”, found none.\n${stdout}${stderr}`)),
        );
      }),
    interrupt: (signal) => child.kill(signal),
    ended,
  };
}

/** Runs a command to its end in a process of its own. */
export function runProcess(...words: string[]): Promise<Ended> {
  return start(...words).ended;
}

/** Nobody interrupts. */
const UNDISTURBED: CliContext['interruption'] = {
  signal: new AbortController().signal,
  heed: () => undefined,
  exit: () => null,
};

/** Runs a command to its end within this process, which saves starting one and loading everything again. */
export async function run(...words: string[]): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const status = await runCommandLine(words, {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    interruption: UNDISTURBED,
  });
  return { status, ...written };
}

/** The events of `--json`. */
export function eventsOf({ stdout }: Ended): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

/** A folder that is gone after the test. */
export function temporaryFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return (name) => join(folder, name);
}
