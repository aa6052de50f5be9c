/** `npm test`: everything from a fresh clone to a count of what passed. `npm run test:all` repeats itself more often. */
import process from 'node:process';
import { ensureDependencies } from './setup.mjs';

ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
const { testEverything } = await import('./test/run.ts');
process.exitCode = await testEverything({ everyRepeat: process.argv.includes('--all') });
