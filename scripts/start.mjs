/** `npm start`: everything from a fresh clone to a served page. */
import process from 'node:process';
import { ensureDependencies, run } from './setup.mjs';

ensureDependencies();
const built = run('npx', ['vite', 'build', '--logLevel', 'warn']);
if (built !== 0) process.exit(built);
console.log('\nThe playground is served at:');
process.exit(run('npx', ['vite', 'preview', ...process.argv.slice(2)]));
