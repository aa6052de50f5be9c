/** Numbers on their way to the device and back. */
import { assertDeviceSound } from '#tensor/device-health.ts';
import { type Tensor, type Tensor2D, tensor2d } from '#tensor/ops.ts';

/** Vectors of equal length as the rows of one tensor. */
export function uploadVectors(vectors: readonly Float32Array[]): Tensor2D {
  const size = vectors[0]?.length ?? 0;
  const flat = new Float32Array(vectors.length * size);
  vectors.forEach((vector, index) => {
    flat.set(vector, index * size);
  });
  return tensor2d(flat, [vectors.length, size]);
}

/** Reads a tensor back and frees it. */
export async function download(tensor: Tensor): Promise<Float32Array> {
  try {
    const values = await tensor.data<'float32'>();
    assertDeviceSound();
    return values;
  } finally {
    tensor.dispose();
  }
}
