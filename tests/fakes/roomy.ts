/** An adapter that lends more than any test asks for. */
import type { MemoryLimits } from '#core/backend.ts';

export const ROOMY: MemoryLimits = { tensorBytes: 2 ** 31, totalBytes: 2 ** 33 };
