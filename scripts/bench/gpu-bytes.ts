/** Counts the bytes of a device's buffers that nobody has destroyed. */
export function watchBuffers(device: GPUDevice): () => number {
  let alive = 0;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const { size } = buffer;
    alive += size;
    let isAlive = true;
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      if (isAlive) alive -= size;
      isAlive = false;
      return destroy();
    };
    return buffer;
  };
  return () => alive;
}
