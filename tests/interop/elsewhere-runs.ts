/** Runs of our own engines, the programs that go on with them, and how far apart the two end. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { readCheckpoint } from '#formats/checkpoint.ts';
import { run } from '../cli/cli.ts';
import { relativeError } from '../compare.ts';
import { TORCH, TORCH_WITH_SAFETENSORS } from './python.ts';

/** Meta-steps that a program takes. */
export const STEPS = 20;
const STAND_IN = fileURLToPath(new URL('stand-in', import.meta.url));

/** A folder that is gone after the tests of a file. */
export function folderOfTests(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs a command of ours to its end, and says what it has printed. */
export async function done(...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...words);
  expect(status, stderr).toBe(0);
  return stdout;
}

/** Runs a program to its end, as one of so many processes; says what it has printed. */
export function runProgram(where: string, out: string, rank = 0, processes = 1): Promise<string> {
  const packages = TORCH_WITH_SAFETENSORS?.packages ?? STAND_IN;
  const world = {
    RANK: `${rank}`,
    WORLD_SIZE: `${processes}`,
    MASTER_ADDR: '127.0.0.1',
    MASTER_PORT: '29517',
  };
  const env = { ...process.env, PYTHONPATH: packages, PYTHONIOENCODING: 'utf-8', ...world };
  const words = ['meta_train.py', '--steps', `${STEPS}`, '--out', out];
  const child = spawn(TORCH.command, words, { cwd: where, env });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (told += text));
  return new Promise((resolve, reject) => {
    child.on('close', (status) => (status === 0 ? resolve(told) : reject(new Error(told))));
  });
}

export const readRun = (path: string) => readCheckpoint(new Uint8Array(readFileSync(path)));

/** Relative distances of the learned vector and of both moments. */
export function expectSameState(found: string, expected: string, bound: number): void {
  const [there, here] = [readRun(found), readRun(expected)];
  expect(there.snapshot.iteration).toBe(here.snapshot.iteration);
  expect(there.settings).toEqual(here.settings);
  expect(there.changes).toEqual(here.changes);
  expect(there.ownTasks).toEqual(here.ownTasks);
  for (const name of ['parameters', 'firstMoment', 'secondMoment'] as const)
    expect(relativeError([...there.snapshot[name]], [...here.snapshot[name]])).toBeLessThan(bound);
}
