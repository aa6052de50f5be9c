/**
 * `npm run test:interop`: NumPy, PyTorch and what else of Python is to be had open our files and run our lines of code.
 *
 * NumPy and PyTorch are needed: any Python that has both, else Debian's packages, which are installed where apt-get may.
 * safetensors, JAX, ONNX and ONNX Runtime are fetched by pip into .cache/interop; what cannot be had is skipped and named.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { has, PYTHONS } from './python.mjs';
import { ensureDependencies, run } from './setup.mjs';

const DEBIAN = ['python3-numpy', 'python3-torch'];
const CACHE = fileURLToPath(new URL('../.cache/interop', import.meta.url));

function withTorch() {
  return PYTHONS.find((python) => has(python, ['numpy', 'torch']));
}

function installDebian() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log(`Installing ${DEBIAN.join(' and ')}…`);
  run('apt-get', ['update', '-q']);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...DEBIAN]);
}

/** A folder with packages of pip, or an empty text where pip cannot fetch them. */
function fetched(python, name, packages, modules) {
  const folder = `${CACHE}/${name}`;
  if (!existsSync(folder)) {
    console.log(`Fetching ${packages.join(', ')}…`);
    run(python, ['-m', 'pip', 'install', '-q', '--retries', '1', '--target', folder, ...packages]);
  }
  if (has(python, modules, folder)) return folder;
  console.log(
    `Without ${packages.join(', ')}: pip could not fetch them here, and tests of them are skipped.`,
  );
  return '';
}

ensureDependencies();
if (withTorch() === undefined) installDebian();
const torch = withTorch();
if (torch === undefined) {
  console.error(
    `Expected a Python with NumPy and PyTorch (Debian: apt-get install ${DEBIAN.join(' ')}; or PYTHON=…), found none.`,
  );
  process.exit(1);
}
const pip = PYTHONS.find((python) => has(python, ['pip']));
const environment = {
  INTEROP_TORCH: torch,
  INTEROP_PIP: pip ?? '',
  INTEROP_SAFETENSORS:
    pip === undefined ? '' : fetched(pip, 'safetensors', ['--no-deps', 'safetensors'], ['safetensors']),
  INTEROP_JAX:
    pip === undefined ? '' : fetched(pip, 'jax', ['jax', 'safetensors'], ['jax', 'safetensors.numpy']),
  INTEROP_ONNX:
    pip === undefined ? '' : fetched(pip, 'onnx', ['onnx', 'onnxruntime'], ['onnx', 'onnxruntime']),
  INTEROP_LEARN2LEARN: has(torch, ['learn2learn']) ? 'yes' : '',
};
if (environment.INTEROP_LEARN2LEARN === '') {
  console.log('Without learn2learn beside PyTorch: tests of it are skipped.');
}
Object.assign(process.env, environment);
process.exitCode = run('npx', ['vitest', 'run', '--config', 'vitest.interop.config.ts']);
