/**
 * `npm run test:mutations`: faults planted in a copy of the sources, each of which `npm test` must find.
 *
 * A fault is one replaced text. Only the tests that are expected to find it are run, as `npm test` runs them.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { LINT } from './parts.ts';

interface Mutation {
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  readonly what: string;
  /** Words for `npx` of the part of `npm test` that must fail. */
  readonly foundBy: readonly string[];
}

const unit = (...names: string[]) => ['vitest', 'run', '--project', 'unit', ...names];
const gpu = (...names: string[]) => ['vitest', 'run', '--project', 'webgpu', ...names];
const endToEnd = (...names: string[]) => ['playwright', 'test', '--retries=0', ...names];

const MUTATIONS: readonly Mutation[] = [
  {
    file: 'src/training/optimiser.ts',
    right: '(1 + Math.cos(',
    wrong: '(1 - Math.cos(',
    what: 'β rises along the cosine',
    foundBy: unit('optimiser'),
  },
  {
    file: 'src/tensor/gradients.ts',
    right: 'mul(output, sub(scalar(1), output))',
    wrong: 'mul(output, sub(output, scalar(1)))',
    what: 'a sign in the derivative of the sigmoid',
    foundBy: gpu('second-derivatives'),
  },
  {
    file: 'src/meta/tensor-engine.ts',
    right: '        chainReadings.dispose();\n',
    wrong: '        void chainReadings;\n',
    what: 'a tensor leaks with every chain of meta-steps',
    foundBy: gpu('memory'),
  },
  {
    file: 'src/meta/inner-loop.ts',
    right: 'mul(slope, rate)',
    wrong: 'mul(slope, mul(rate, rate))',
    what: 'Meta-SGD descends by α²',
    foundBy: gpu('oracle'),
  },
  {
    file: 'src/fused/webgpu/activation-code.ts',
    right: '(-2.0 * a * s)',
    wrong: '(2.0 * a * s)',
    what: 'a sign in the second derivative of tanh, in WGSL',
    foundBy: gpu('oracle'),
  },
  {
    file: 'src/fused/wasm/assembly/activations.ts',
    right: 'return f32x4.sub(one, f32x4.mul(a, a));',
    wrong: 'return f32x4.sub(f32x4.mul(a, a), one);',
    what: 'a sign in the derivative of tanh, on SIMD units',
    foundBy: unit('fused/wasm/oracle'),
  },
  {
    file: 'src/engine/client.ts',
    right: 'if (run !== null && report.state !== null) {',
    wrong: 'if (run !== null && report.state !== null && report.iteration < 0) {',
    what: 'after a loss the run begins anew instead of where it was',
    foundBy: unit('engine/client'),
  },
  {
    file: 'src/formats/floats.ts',
    right: 'littleEndian = true',
    wrong: 'littleEndian = false',
    what: 'floats are read with their bytes turned round',
    foundBy: unit('safetensors'),
  },
  {
    file: 'src/persistence/presence.ts',
    right: 'locks.request(`maml-playground/${name}`,',
    wrong: "locks.request('maml-playground',",
    what: 'all runs share one lock',
    foundBy: endToEnd('sessions', '--project', 'wasm'),
  },
  {
    file: 'src/store/task/task-slice.ts',
    right: 'taskPast: taskPast.slice(0, -1)',
    wrong: 'taskPast',
    what: 'an undone edit stays in the list of what can be undone',
    foundBy: unit('task-slice'),
  },
  {
    file: 'src/charts/chart-menu.tsx',
    right: " aria-label={t('chart.save')} title={t('chart.save')}",
    wrong: '',
    what: 'a button without a name',
    foundBy: endToEnd('all-scenes'),
  },
  {
    file: 'src/ui/segmented.tsx',
    right: "import type { ReactNode } from 'react';",
    wrong: "import type { ReactNode } from 'react';\nimport '#store/react.ts';",
    what: 'an import that is forbidden',
    foundBy: LINT,
  },
  {
    file: 'src/app/i18n/zh/plot.json',
    right: '    "drawn": "y：手绘",\n',
    wrong: '',
    what: 'a lost translation',
    foundBy: unit('languages'),
  },
  {
    file: 'src/app/link/codec.ts',
    right: 'NUMBER_SETTINGS[id])) ?? usual[id];',
    wrong: 'NUMBER_SETTINGS[id])) ?? NUMBER_SETTINGS[id].minimum;',
    what: 'a number that a link leaves out opens at its minimum',
    foundBy: unit('link'),
  },
  {
    file: 'src/cli/exit-codes.ts',
    right: "diverged: 'diverged'",
    wrong: "diverged: 'unexpected'",
    what: 'a training that diverged exits as an error that nobody foresaw',
    foundBy: ['vitest', 'run', '--project', 'cli', 'train'],
  },
];

/** A copy of the checkout, with the installed dependencies of the original. */
function copyOfCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const path of stdout.trim().split('\n')) {
    if (existsSync(path)) cpSync(path, join(folder, path));
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

function runPart(folder: string, words: readonly string[]): Outcome {
  const run = (command: readonly string[]) =>
    spawnSync('npx', [...command], { cwd: folder, encoding: 'utf8', env: { ...process.env, CI: '1' } });
  if (words[0] === 'playwright') run(['vite', 'build', '--logLevel', 'error']);
  const { status, stdout, stderr } = run(words);
  return { passed: status === 0, output: stdout + stderr };
}

/** Runs the part on the fault. @throws Error if the text to be replaced is not there just once. */
function plant(folder: string, { file, right, wrong, foundBy }: Mutation): Outcome {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(right).length !== 2) throw new Error(`Expected “${right}” once in ${file}.`);
  writeFileSync(
    path,
    source.replace(right, () => wrong),
  );
  const outcome = runPart(folder, foundBy);
  writeFileSync(path, source);
  return outcome;
}

/** The lines by which the runners name what failed. */
function failures(output: string): string {
  const lines = stripVTControlCharacters(output).split('\n');
  return lines
    .filter((line) => /^ *(FAIL |\d+\) \[)|^src\/.*(error|Error)|no-restricted/.test(line))
    .slice(0, 3)
    .map((line) => `    ${line.trim()}`)
    .join('\n');
}

const folder = copyOfCheckout();
const wanted = process.argv.slice(2);
const planted = MUTATIONS.filter(
  ({ file }) => wanted.length === 0 || wanted.some((part) => file.includes(part)),
);
/** Parts that pass on the sources as they are: only then does it mean something that they fail. */
const sound = new Map<string, boolean>();
let missed = 0;
for (const mutation of planted) {
  const { file, what, foundBy } = mutation;
  const part = foundBy.join(' ');
  console.log(`\n${file}: ${what}\n  npx ${part}`);
  const isSound = sound.get(part) ?? runPart(folder, foundBy).passed;
  sound.set(part, isSound);
  const { passed, output } = plant(folder, mutation);
  if (!isSound) console.log('  MISSED: fails without the fault, too');
  else console.log(passed ? '  MISSED' : `  found\n${failures(output)}`);
  if (passed || !isSound) missed += 1;
}
rmSync(folder, { recursive: true });
console.log(`\n${planted.length - missed} of ${planted.length} faults found`);
process.exitCode = missed === 0 ? 0 : 1;
