/**
 * What WebGL is asked of in `npm test`. Algorithms are the same TypeScript on every backend, and WebGPU proves them: WebGL shows what a
 * backend can get wrong. Whole files that it skips stand in vitest.config.ts. `npm run test:all` asks both for everything.
 */
import { inject } from 'vitest';
import { chosen } from '../repeats.ts';

/** The cases of a table for the backend under test: on WebGL those that prove something of the backend. */
export function casesHere<Case>(
  cases: readonly Case[],
  isOfBackend: (candidate: Case, index: number) => boolean,
): readonly Case[] {
  return inject('backend') === 'webgl' ? chosen(cases, isOfBackend) : cases;
}
