/** `virtual:simd-kernels` is the address of the SIMD kernels: of a file in a built page, of themselves in a page of the sources. */
import type { Plugin } from 'vite';
import { simdKernels } from '../../src/cli/host/simd-kernels.ts';
import { digestOf } from './files.ts';

const NAME = 'virtual:simd-kernels';
const RESOLVED = `\0${NAME}`;
const DIGITS = 12;

function moduleOf(address: string): string {
  return `export default ${address};`;
}

/** Serves the kernels within their address. */
export function simdKernelsForPages(): Plugin {
  return {
    name: 'simd-kernels',
    apply: 'serve',
    resolveId: (source) => (source === NAME ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      const text = Buffer.from(await simdKernels()).toString('base64');
      return moduleOf(JSON.stringify(`data:application/wasm;base64,${text}`));
    },
  };
}

/** Writes the kernels beside the worker that fetches them, their content in their name. */
export function simdKernelsForWorkers(): Plugin {
  return {
    name: 'simd-kernels-of-workers',
    apply: 'build',
    resolveId: (source) => (source === NAME ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      const source = await simdKernels();
      const name = `simd-${digestOf(source).slice(0, DIGITS)}.wasm`;
      this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
      // No literal within, which Vite would look for among the sources.
      return `const name = ${JSON.stringify(name)};\n${moduleOf('new URL(name, import.meta.url).href')}`;
    },
  };
}
