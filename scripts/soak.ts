/**
 * What the page must bear for long, or often; what it prints, it keeps in soak-results/latest.json. Fails when a bar is missed.
 *   npm run soak                                              all of them, one after the other: hours
 *   npm run soak -- --only sessions [--sessions 200] [--seed 1]  random visitors; a seed repeats one
 *   npm run soak -- --only memory [--steps 1000000]           heap and kernels’ memory over a run of so many meta-steps in the page
 *   npm run soak -- --only memory-simd [--steps 1000000]      the same on SIMD units
 *   npm run soak -- --only devices [--times 100] [--seed 1]      WebGPU devices lost while the visitor trains, evaluates, drags, exports
 *   npm run soak -- --only contexts [--times 20] [--seed 1]      the same with WebGL contexts
 *   npm run soak -- --only workers [--times 20] [--seed 1]       the same with workers on SIMD units that end or crash
 *   npm run soak -- --only steady [--rounds 180]              the same uses over and over, as many as eight hours have
 *   npm run soak -- --document                                copies the last results into docs/soak.md
 * It drives the built page, which it builds first, in headless Chromium.
 */
import { parseArgs } from 'node:util';
import { reportOf } from './report.ts';
import { lostContexts, lostDevices, lostWorkers } from './soak/lost-engines.ts';
import { millionSteps, millionStepsOnSimd } from './soak/million-steps.ts';
import { randomSessions } from './soak/sessions/random-sessions.ts';
import type { Soak } from './soak/soak.ts';
import { steadyUse } from './soak/steady-use.ts';

const SOAKS = {
  sessions: randomSessions,
  memory: millionSteps,
  'memory-simd': millionStepsOnSimd,
  devices: lostDevices,
  contexts: lostContexts,
  workers: lostWorkers,
  steady: steadyUse,
} as const satisfies Readonly<Record<string, Soak>>;
type SoakName = keyof typeof SOAKS;

const NAMES = Object.keys(SOAKS) as SoakName[];
const { keep, fillDocument } = reportOf('soak', 'soak.md', NAMES);

interface Wishes {
  readonly document: boolean;
  readonly names: readonly SoakName[];
  /** Of the soaks’ own options, those that were given. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** @throws Error for an unknown option or soak, a value out of its range, or an option that no wished soak has. */
function readWishes(): Wishes {
  const known = new Set(NAMES.flatMap((name) => Object.keys(SOAKS[name].options)));
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      document: { type: 'boolean', default: false },
      ...Object.fromEntries([...known].map((option) => [option, { type: 'string' as const }])),
    },
  });
  const { only, document, ...others } = values;
  const names = only === undefined ? NAMES : NAMES.filter((name) => name === only);
  if (names.length === 0)
    throw new Error(`Expected --only to be one of ${NAMES.join(', ')}, found “${only}”.`);
  if (document && process.argv.length > 3) throw new Error('Expected --document alone: it runs nothing.');
  const numbers = Object.entries(others).map(([option, text]): [string, number] => {
    if (!names.some((name) => Object.hasOwn(SOAKS[name].options, option)))
      throw new Error(`Expected --${option} together with a soak that knows it.`);
    const number = Number(text);
    if (Number.isSafeInteger(number) && number > 0) return [option, number];
    throw new Error(`Expected --${option} to be a whole number above 0, found “${String(text)}”.`);
  });
  return { document, names, numbers: Object.fromEntries(numbers) };
}

try {
  const { document, names, numbers } = readWishes();
  if (document) console.log(`Filled docs/soak.md: ${(await fillDocument()).join(', ')}`);
  for (const name of document ? [] : names) {
    const { findings, faults } = await SOAKS[name].run(numbers);
    await keep(name, findings);
    for (const fault of faults) console.error(`${name}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
