/** `npm run selfcheck`, where no GPU is needed. */
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { selfChecks } from '#training/self-check.ts';
import { ORACLE_CASES } from '../oracle.ts';
import { EVERY_REPEAT } from '../repeats.ts';
import { type Ended, run, runProcess } from './cli.ts';

afterEach(() => vi.unstubAllEnvs());

function checksOf({
  stdout,
}: Ended): { engine: string; kind: string; name: string; passed: boolean; found: string }[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === 'check');
}

test('engines that compute rightly pass every check', async () => {
  const ended = await run('self-check', '--backend', 'cpu', '--json');
  expect(ended.stderr).toContain('Every check passed.');
  expect(ended.status).toBe(0);
  const checks = checksOf(ended);
  for (const engine of ['wasm', 'tensor']) {
    expect(checks.filter((check) => check.engine === engine)).toHaveLength(selfChecks(ORACLE_CASES).length);
  }
  expect(checks.every(({ passed }) => passed)).toBe(true);
});

function expectFound(ended: Ended): void {
  expect(ended.status).toBe(5);
  const failed = checksOf(ended).filter(({ passed }) => !passed);
  expect(failed.map(({ kind, name }) => `${kind}, ${name}`)).toContain('metaGradient, tanh-1-12-12-1-3steps');
  expect(ended.stderr).toContain('Wrong:');
}

test('one of which an operation is wrong is found, and the exit code says so', async () => {
  const right = Math.tanh;
  onTestFinished(() => {
    Math.tanh = right;
  });
  Math.tanh = (x) => -right(x);
  expectFound(await run('self-check', '--backend', 'cpu', '--json'));
});

test.runIf(EVERY_REPEAT)('so it is in a process of its own', async () => {
  const wrong = 'const right = Math.tanh; Math.tanh = (x) => -right(x);';
  vi.stubEnv('NODE_OPTIONS', `--import data:text/javascript,${encodeURIComponent(wrong)}`);
  expectFound(await runProcess('self-check', '--backend', 'cpu', '--json'));
});

test('a backend that does not exist is a wrong flag', async () => {
  expect((await run('self-check', '--backend', 'vulkan')).status).toBe(2);
});
