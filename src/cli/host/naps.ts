/** Naps while an emulated GPU computes. */

const NAP_MILLISECONDS = 2;

/**
 * Lets work on an emulated adapter run. While a promise of Dawn is pending, the package `webgpu` asks for it in a busy
 * loop, which takes a whole core from the software driver; napping between two turns of the event loop gives the core
 * back (on two cores, 4.1 instead of 6.5 ms a meta-step). Signals and timers are heard between naps.
 */
export async function napping<Result>(work: Promise<Result>): Promise<Result> {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  let isOver = false;
  const nap = () => {
    if (isOver) return;
    Atomics.wait(cell, 0, 0, NAP_MILLISECONDS);
    setImmediate(nap);
  };
  setImmediate(nap);
  try {
    return await work;
  } finally {
    isOver = true;
  }
}
