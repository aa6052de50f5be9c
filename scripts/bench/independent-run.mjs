/** Plain JavaScript, because a thread begins without what reads TypeScript. */
import { register } from 'tsx/esm/api';

register();
await import('./independent-run.ts');
