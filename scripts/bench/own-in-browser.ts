/** Our engines on a backend of TensorFlow.js, as the page's worker opens them. */
import { english } from '#core/saying.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend, openDevice } from '#tensor/backend.ts';
import type { Competitor } from './competitor.ts';
import { openFused } from './fused-on-device.ts';
import { ownCompetitor } from './own-competitor.ts';

async function open(backend: 'webgpu' | 'webgl') {
  const report = await openBackend(backend);
  if (report.backend === backend) return report;
  const reasons = report.refused.map(({ reason }) => english(reason)).join('; ');
  throw new Error(`Expected ${backend} to start, which it did not: ${reasons}.`);
}

export function fusedCompetitor(): Competitor {
  return ownCompetitor('fused engine, webgpu', async () => {
    const { adapter, emulated } = await open('webgpu');
    const device = openDevice();
    if (device === null) throw new Error('Expected a device of TensorFlow.js, found none.');
    return openFused(device, adapter, emulated);
  });
}

export function tensorCompetitor(backend: 'webgpu' | 'webgl'): Competitor {
  return ownCompetitor(`tensor engine, ${backend}`, async () => {
    const { adapter } = await open(backend);
    return { engine: createTensorEngine(), adapter, gpuBytes: () => null };
  });
}
