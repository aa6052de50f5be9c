/** What the finitely many classes or curves of a set are for: none is in two parts, so that nothing is judged on what it has learned. */
import { STREAMS, type Stream } from '#core/rng.ts';

export const PARTS = ['training', 'validation', 'heldOut'] as const;
export type Part = (typeof PARTS)[number];

/** What a stream draws from: whatever is neither training nor validation is of what no training sees. */
export function partOf(stream: Stream): Part {
  if (stream === STREAMS.metaTraining) return 'training';
  return stream === STREAMS.validation ? 'validation' : 'heldOut';
}
