/** The self-check passes every engine of a sound backend. */
import { describe, expect, test } from 'vitest';
import { selfChecks } from '#core/self-check.ts';
import { makeCheck } from '#engine/self-check.ts';
import { createTrainer } from '#engine/trainer.ts';
import { ORACLE_CASES } from '../oracle.ts';
import { enginesUnderTest } from './engines.ts';

const ENGINES = enginesUnderTest();

describe.each(ENGINES)('the $name', ({ engineOf }) => {
  test.each(selfChecks(ORACLE_CASES))('passes $kind, $name', async (check) => {
    const engine = engineOf();
    const result = await makeCheck({ ...engine, ...createTrainer(engine) }, check);
    expect(result).toMatchObject({ passed: true });
  });
});
