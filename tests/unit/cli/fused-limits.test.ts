/** The limits told beforehand are those of the fused engine's schedules. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectInnerLoopHeld, expectStepsHeld } from '#cli/fused-limits.ts';
import { encodeSchedule } from '#fused/schedules/encoding.ts';
import { trajectorySchedule } from '#fused/schedules/trajectory-schedule.ts';
import { readMetaGradientCase } from '#formats/meta-gradient-case.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const FILE = 'tests/oracle/sin-2-9-1-2steps.json';
const CASE = readMetaGradientCase(readFileSync(FILE, 'utf8'), FILE);
const PROXIMAL = { lambda: 1, conjugateGradientSteps: 5 };

function inner(algorithm: 'maml' | 'imaml', innerSteps: number) {
  return { ...CASE, algorithm, innerBatch: null, proximal: PROXIMAL, innerSteps };
}

/** The most steps for which the engine's own schedule can be encoded. */
function mostSteps(gridPoints: number): number {
  const { architecture } = CASE.at.network;
  const shape = {
    architecture,
    loss: 'squaredError',
    shots: 5,
    queryPoints: 5,
    rates: 'own',
    optimiser: null,
    parameters: 'own',
    withAnswers: false,
  } as const;
  for (let innerSteps = 1; ; innerSteps += 1) {
    const { schedule } = trajectorySchedule({ ...shape, gridPoints, innerSteps });
    try {
      encodeSchedule(schedule, { sharedSize: 0, first: 0, inStep: 1 });
    } catch {
      return innerSteps - 1;
    }
  }
}

describe.each(['fused', 'wasm'] as const)('with --engine %s', (wish) => {
  test('adaptations may take as many steps as their schedule holds', () => {
    const most = mostSteps(9);
    // Without a curve nothing of the last step is looked at but its loss.
    expect(mostSteps(0)).toBe(most);
    expect(() => expectStepsHeld(wish, most)).not.toThrow();
    const refusal = refusalOf(() => expectStepsHeld(wish, most + 1));
    expect(refusal.code).toBe('input-invalid');
    expect(refusal.message).toContain(
      `--steps: expected at most ${most} with --engine ${wish}, found ${most + 1}`,
    );
  });

  test('so may meta-gradients, however many steps are asked for', () => {
    expect(() => expectInnerLoopHeld(wish, inner('maml', 5), FILE)).not.toThrow();
    const { message } = refusalOf(() => expectInnerLoopHeld(wish, inner('imaml', 1000), FILE));
    const [, most] = /at most (\d+) with --engine \w+, found 1000/.exec(message) ?? [];
    expect(() => expectInnerLoopHeld(wish, inner('imaml', Number(most)), FILE)).not.toThrow();
    expect(message).toContain(FILE);
  });
});

test.each(['preferred', 'tensor'] as const)('with --engine %s there is no such limit', (wish) => {
  expect(() => expectStepsHeld(wish, 100)).not.toThrow();
  expect(() => expectInnerLoopHeld(wish, inner('maml', 1000), FILE)).not.toThrow();
});
