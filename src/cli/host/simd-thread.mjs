/** A thread of the SIMD engine. Plain JavaScript, because a thread begins without what reads TypeScript. */
import { register } from 'tsx/esm/api';

register();
await import('./simd-thread.ts');
