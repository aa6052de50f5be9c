/** Whose statistics a network normalises by: what tells whether the answer to one query depends on the others. */
import type { Architecture } from './architecture.ts';

/**
 * Sets of pictures by whose statistics all pictures are normalised: the task's support set, or whichever set is answered for
 * at once. `null` where each picture is looked at by itself.
 */
export function sharedStatistics(architecture: Architecture): 'support' | 'batch' | null {
  if (architecture.model !== 'conv') return null;
  const { normalisation } = architecture;
  return normalisation === 'support' || normalisation === 'batch' ? normalisation : null;
}

/** Whether the queries of a task, judged together, help each other. */
export function isTransductive(architecture: Architecture): boolean {
  return architecture.model === 'conv' && architecture.normalisation === 'batch';
}
