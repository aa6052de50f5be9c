/** The cases of inner optimisers and of rates of each step are what PyTorch finds, made again by the script beside them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { relativeError } from '../compare.ts';
import { readOracleCase } from '#formats/oracle-case.ts';
import { RULE_CASES } from '../oracle.ts';
import { TORCH } from './python.ts';

const SCRIPT = fileURLToPath(new URL('../oracle/optimisers/make.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'optimisers-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  const { status, stderr } = spawnSync(TORCH.command, [SCRIPT, folder], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
});

test('the script makes these files, and no others', () => {
  const names = RULE_CASES.map(({ name }) => `${name}.json`);
  expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
});

test.each(RULE_CASES)('$name is what PyTorch finds here', (theirs) => {
  const { name, expected, ...given } = theirs;
  const text = readFileSync(join(folder, `${name}.json`), 'utf8');
  const found = readOracleCase(text, name);
  expect(found).toMatchObject(given);
  if (found.adapts !== 'byRule') throw new Error(`Expected a case of a rule, found ${found.adapts}.`);
  expect(found.expected.metaGradients).toHaveLength(expected.metaGradients.length);
  expected.metaGradients.forEach(({ gradient, stepRateGradient }, index) => {
    const again = found.expected.metaGradients[index];
    expect(relativeError(again?.gradient ?? [], gradient)).toBeLessThan(1e-9);
    expect(relativeError(again?.stepRateGradient ?? [0], stepRateGradient ?? [0])).toBeLessThan(1e-9);
  });
  const losses = found.expected.queryLossByStep.flat();
  expect(relativeError(losses, expected.queryLossByStep.flat())).toBeLessThan(1e-9);
});
