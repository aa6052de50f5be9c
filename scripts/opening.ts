/** Records what the page shows before any engine runs, from the weights that ship: npm run opening. */
import { writeFile } from 'node:fs/promises';
import { recordedOpening } from './build/recorded-opening.ts';

await writeFile('src/features/task-plot/opening.json', `${JSON.stringify(await recordedOpening())}\n`);
