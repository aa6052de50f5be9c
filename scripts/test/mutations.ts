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
import { type Mutation, MUTATIONS } from './planted-faults.ts';

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
