/** Whether a training fits is asked of the engines, and what is offered instead fits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryLimits } from '#core/backend.ts';
import { refusalOf } from '#fused/refusal.ts';
import { HEADS } from '#fused/wasm/words.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { LOSS_NAMES } from '#families/losses/loss-of.ts';
import { type Architecture, MODEL_NAMES, narrowed } from '#models/architecture.ts';
import { NORMALISATIONS } from '#models/conv.ts';
import { META_ALGORITHMS } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { type Able, misfitOf, shortageOf } from '#worker/misfit.ts';

const architectures = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }), fc.constantFrom(...ACTIVATIONS))
  .map(([hidden, activation]): Architecture => ({ layerSizes: [1, ...hidden, 1], activation }));

const settingsOf = fc
  .record({
    algorithm: fc.constantFrom(...META_ALGORITHMS),
    architecture: architectures,
    shots: fc.integer({ min: 1, max: 100 }),
    queryPoints: fc.integer({ min: 1, max: 100 }),
    trainingSteps: fc.integer({ min: 1, max: 16 }),
    innerBatch: fc.integer({ min: 0, max: 20 }),
    metaBatch: fc.integer({ min: 1, max: 100 }),
    conjugateGradientSteps: fc.integer({ min: 1, max: 20 }),
  })
  .map((changes): Settings => ({ ...DEFAULT_SETTINGS, ...changes }));

/** The fused engine with so many numbers in a memory. */
function fusedWith(room: number): Able['fused'] {
  return {
    refuses: (work) =>
      refusalOf(work, {
        models: new Set(MODEL_NAMES),
        losses: new Set(LOSS_NAMES),
        normalisations: new Set(NORMALISATIONS),
        steps: new Set(),
        heads: HEADS,
        room,
        beside: () => 0,
      }),
  };
}

const SMALL: MemoryLimits = { tensorBytes: 2 ** 24, totalBytes: 2 ** 26 };

test('the fused engine takes a meta-batch in parts, so that its size does not matter', () => {
  const settings = { ...DEFAULT_SETTINGS, metaBatch: 100 };
  const limits = { tensorBytes: 2 ** 22, totalBytes: 2 ** 22 };
  expect(misfitOf(settings, { fused: fusedWith(2 ** 20), limits })).toBeNull();
  expect(misfitOf(settings, { fused: null, limits })).toMatchObject({ kind: 'total', most: 2 ** 22 });
});

test('a mean of many runs has one task at a time', () => {
  const limits = { tensorBytes: 2 ** 22, totalBytes: 2 ** 22 };
  const settings: Settings = { ...DEFAULT_SETTINGS, algorithm: 'multiTask', metaBatch: 100 };
  expect(misfitOf(settings, { fused: null, limits })).toBeNull();
});

describe('what is offered instead', () => {
  test('fits, and the next larger does not', () => {
    const powers = fc.integer({ min: 14, max: 30 });
    const wide = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(settingsOf, wide, fc.boolean(), powers, powers, (settings, width, hasFused, one, other) => {
        const architecture = { ...settings.architecture, layerSizes: [1, width, width, 1] };
        const wished = { ...settings, architecture };
        const limits = { tensorBytes: 2 ** one, totalBytes: 2 ** other };
        const able = { fused: hasFused ? fusedWith(limits.tensorBytes / 4) : null, limits };
        const fits = (changed: Settings) => shortageOf(changed, able) === null;
        const { widest, mostTasks: most } = misfitOf(wished, able) ?? {
          widest: width,
          mostTasks: settings.metaBatch,
        };
        if (widest !== null)
          expect(fits({ ...wished, architecture: narrowed(architecture, widest) })).toBe(true);
        if (widest !== null && widest < width)
          expect(fits({ ...wished, architecture: narrowed(architecture, widest + 1) })).toBe(false);
        if (most !== null) expect(fits({ ...wished, metaBatch: most })).toBe(true);
        if (most !== null && most < wished.metaBatch)
          expect(fits({ ...wished, metaBatch: most + 1 })).toBe(false);
        expect(fits(wished)).toBe(widest === width && most === wished.metaBatch);
      }),
    );
  });

  test('is nothing where not even one unit or one task fits', () => {
    const able = { fused: null, limits: { tensorBytes: 64, totalBytes: 64 } };
    expect(misfitOf(DEFAULT_SETTINGS, able)).toMatchObject({ kind: 'tensor', widest: null, mostTasks: null });
  });

  test('the paper’s training fits everywhere', () => {
    for (const fused of [null, fusedWith(SMALL.tensorBytes / 4)]) {
      expect(misfitOf(DEFAULT_SETTINGS, { fused, limits: SMALL })).toBeNull();
    }
  });
});
