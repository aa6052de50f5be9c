/** The bits of every shipped recipe stay: its first meta-steps end as they did when they were recorded. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { seededWeights } from '#cli/first-weights.ts';
import type { EngineWish } from '#cli/host/headless-engine.ts';
import { openHost } from '#cli/host/open-host.ts';
import { ALL_RECIPES } from '#cli/reproduction/recipes.ts';
import { factsOf } from '#training/learner-facts.ts';
import { EVERY_REPEAT, rounds } from '../repeats.ts';

/** Plain JavaScript takes half an hour for three hundred of all recipes. */
const STEPS = { fused: rounds(10, 300), wasm: rounds(10, 300), tensor: rounds(10, 60) };

/** What ends in the same bits wherever it runs; other adapters round otherwise. */
const RECORDED_ON = {
  // The adapter's name says that of the driver as well.
  fused: { backend: null, adapter: /swiftshader/i },
  // Every machine's SIMD units round alike.
  wasm: { backend: null, adapter: /./ },
  // JavaScript's own arithmetic.
  tensor: { backend: 'cpu', adapter: /cpu/ },
} as const satisfies Partial<Record<EngineWish, unknown>>;

const ENGINES = ['fused', 'wasm', 'tensor'] as const;

/** All recipes whose networks the engine computes, or where each costs seconds one for each algorithm. */
function recipesFor(wish: (typeof ENGINES)[number]) {
  if (wish !== 'tensor') {
    return ALL_RECIPES.filter(({ settings }) => factsOf(settings.algorithm).network === 'ofSettings');
  }
  if (EVERY_REPEAT) return ALL_RECIPES;
  return [...new Map(ALL_RECIPES.toReversed().map((recipe) => [recipe.settings.algorithm, recipe])).values()];
}

const LONG = { timeout: rounds(180_000, 3_600_000) };

test.for(ENGINES.map((wish) => ({ wish, steps: STEPS[wish] })))(
  'the first $steps meta-steps of every recipe, $wish engine',
  LONG,
  async ({ wish, steps }, { skip }) => {
    const { backend, adapter } = RECORDED_ON[wish];
    const host = await openHost(wish, { host: null, backend });
    const { engine } = host;
    try {
      const found = await engine.report();
      skip(!adapter.test(found.adapter), `recorded on ${String(adapter)}, found ${found.adapter}`);
      const lines: string[] = [];
      for (const { id, settings } of recipesFor(wish)) {
        await engine.begin(settings, seededWeights(settings), null);
        await engine.train(steps);
        const snapshot = await engine.snapshot();
        if (snapshot === null) throw new Error('Expected a run, found none.');
        const { parameters, firstMoment, secondMoment } = snapshot;
        const digest = createHash('sha256').update(parameters).update(firstMoment).update(secondMoment);
        lines.push(`${digest.digest('hex').slice(0, 16)}  ${id}\n`);
      }
      await expect(lines.join('')).toMatchFileSnapshot(`../recipes/${wish}-${steps}.txt`);
    } finally {
      await host.close();
    }
  },
);
