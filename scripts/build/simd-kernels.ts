/** Serves the SIMD kernels to pages of the sources: `virtual:simd-kernels` is their address. */
import type { Plugin } from 'vite';
import { simdKernels } from '../../src/cli/host/simd-kernels.ts';

const NAME = 'virtual:simd-kernels';
const RESOLVED = `\0${NAME}`;

export function simdKernelsForPages(): Plugin {
  return {
    name: 'simd-kernels',
    apply: 'serve',
    resolveId: (source) => (source === NAME ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      const text = Buffer.from(await simdKernels()).toString('base64');
      return `export default ${JSON.stringify(`data:application/wasm;base64,${text}`)};`;
    },
  };
}
