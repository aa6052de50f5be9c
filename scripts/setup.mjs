/** What a fresh clone lacks. Plain JavaScript, because it runs before anything is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = [20, 19];

/** Runs a command in the repository's root; its output is the user's. Returns its exit status. */
export function run(command, argumentList, stdio = 'inherit') {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, argumentList, { cwd: ROOT, stdio, shell });
  if (error !== undefined) console.error(error.message);
  return status ?? 1;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(`Expected Node ${OLDEST_NODE.join('.')} or newer, found ${process.versions.node}.`);
  process.exit(1);
}

/** Installs the dependencies unless those of the lock file are there. */
export function ensureDependencies() {
  checkNode();
  const installed = `${ROOT}/node_modules/.package-lock.json`;
  const wanted = `${ROOT}/package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  // On stderr, because stdout may be a command's answer.
  console.error('Installing dependencies…');
  // Not `npm ci`: it refuses a lock file that lacks other platforms' optional binaries.
  const words = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'];
  const status = run('npm', words, ['inherit', process.stderr, 'inherit']);
  if (status !== 0) process.exit(status);
}
