/** TensorFlow.js and the engine on it: two megabytes of script, which come when something computes there. */
import { PlaygroundError } from '#core/errors.ts';
import { onceLoaded } from '#core/once-loaded.ts';
import { said } from '#core/saying.ts';
import { createLateEngine } from '#training/late-engine.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type * as Parts from './tensorflow-parts.ts';

/** The same whenever it is asked for. @throws PlaygroundError `engine-failed` if it does not come. */
export async function loadTensorFlow(): Promise<typeof Parts> {
  try {
    return await import('./tensorflow-parts.ts');
  } catch (error) {
    throw new PlaygroundError(
      'engine-failed',
      said`Expected TensorFlow.js to load, found: ${String(error)}`,
      said`It is a file of this page; once it has been loaded, it is there offline as well.`,
    );
  }
}

const onProcessor = onceLoaded(async () => {
  const loaded = await loadTensorFlow();
  await loaded.startBackend('cpu');
  return loaded;
});

/** TensorFlow.js's engine on plain JavaScript, beside kernels of our own. */
export function tensorEngineOnDemand(): MetaEngine {
  return createLateEngine(async () => (await onProcessor()).createTensorEngine());
}
