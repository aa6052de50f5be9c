/** The Pythons of this machine. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

export const PYTHONS = [process.env.PYTHON ?? '', 'python3', '/usr/bin/python3', 'python'].filter(
  (name) => name !== '',
);

/**
 * Whether a Python can import modules, `folder` being searched first.
 * @type {(python: string, modules: readonly string[], folder?: string) => boolean}
 */
export function has(python, modules, folder = '') {
  const environment = { ...process.env, PYTHONPATH: folder };
  const { status } = spawnSync(python, ['-c', `import ${modules.join(', ')}`], { env: environment });
  return status === 0;
}
