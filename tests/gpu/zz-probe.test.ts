import { beforeAll, expect, inject, test } from 'vitest';
import { initialiseNetwork } from '#core/initialisation.ts';
import { DEFAULT_SETTINGS } from '#core/settings.ts';
import { planOf } from '#engine/training-plan.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
beforeAll(async () => {
  await openBackend(inject('backend'));
});
test('probe', async () => {
  const engine = createTensorEngine();
  const out: string[] = [];
  for (const activation of ['relu', 'softplus'] as const)
    for (const layers of [
      [1, 8, 1],
      [1, 8, 8, 1],
    ])
      for (const n of [1, 2, 3])
        for (let e = 0; e <= 18; e += 0.5) {
          const architecture = { layerSizes: layers, activation };
          const settings = { ...DEFAULT_SETTINGS, architecture, metaBatch: 2, shots: 2, queryPoints: 2 };
          engine.begin(
            { ...planOf(settings), alpha: 10 ** e, innerSteps: n },
            initialiseNetwork(architecture, 'glorot', 1),
          );
          let loss = 0;
          let threw = false;
          try {
            for (let s = 0; s < 3; s++) loss = (await engine.metaTrain(1)).lossAfter[0] ?? NaN;
          } catch {
            threw = true;
          }
          const snap = await engine.snapshot();
          if (snap && !snap.parameters.every(Number.isFinite))
            out.push(
              `${activation} ${layers.join('-')} n=${n} a=1e${e} it=${snap.iteration} loss=${loss} threw=${threw}`,
            );
        }
  console.log('PROBE ' + out.length + '\n' + out.join('\n'));
  expect(1).toBe(1);
});
