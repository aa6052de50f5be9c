/** `npm run cli -- <command>`: the engine without a page, from a fresh clone on. */
import { ensureDependencies } from './setup.mjs';

ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
await import('../src/cli/main.ts');
