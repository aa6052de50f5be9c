/** What a record keeps of each activation is what the kernels cannot tell from its value. */
import { expect, test } from 'vitest';
import { recordParts } from '#fused/schedules/record.ts';
import { ACTIVATION_CODE } from '#fused/webgpu/activation-code.ts';
import { ACTIVATIONS } from '#models/activations.ts';

test.each(ACTIVATIONS)('%s', (activation) => {
  const { slopes, curvatures, deltas, width } = recordParts({ layerSizes: [1, 3, 4, 2], activation });
  const { slopeOfValue, curvature } = ACTIVATION_CODE[activation];
  expect(slopes).toBe(7);
  expect(curvatures - slopes).toBe(slopeOfValue === null ? 7 : 0);
  expect(deltas - curvatures).toBe(curvature === null ? 0 : 7);
  expect(width - deltas).toBe(7 + 2);
});
