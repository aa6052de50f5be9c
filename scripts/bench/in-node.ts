/** The fused engine in Node, on Dawn: the same code without browser and without TensorFlow.js. */
import { create, globals } from 'webgpu';
import { openFused } from './fused-on-device.ts';
import { ownCompetitor } from './own-competitor.ts';
import { createRow, type Row } from './row.ts';

const SOFTWARE = /swiftshader|llvmpipe|software/i;

const NO_ADAPTER = `Expected Dawn to find a graphics adapter, found none. It needs a Vulkan, Metal or Direct3D 12 driver.
Without a GPU, Chromium's emulated one serves: set VK_ICD_FILENAMES to the vk_swiftshader_icd.json that lies beside
Chromium's binary, and LD_LIBRARY_PATH to the folder of that file.`;

async function openDevice(gpu: GPU) {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error(NO_ADAPTER);
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
  });
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, description].filter((word) => word !== '').join(' ');
  return { device, name, emulated: isFallbackAdapter || SOFTWARE.test(name) };
}

/** Runs `work` on the row. @throws Error that says what to set if there is no adapter. */
export async function withNodeRow<Result>(work: (row: Row) => Promise<Result>): Promise<Result> {
  Object.assign(globalThis, globals);
  // Dawn lives only as long as this object.
  const gpu = create([]);
  const { device, name, emulated } = await openDevice(gpu);
  try {
    return await work(
      createRow(ownCompetitor('fused engine, Node', () => openFused(device, name, emulated))),
    );
  } finally {
    device.destroy();
  }
}
