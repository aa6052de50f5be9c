/** One row of the benchmark in a bare page, named by ?row=, so that libraries share neither memory nor device. */
import type { Competitor } from './competitor.ts';
import { createRow, type Row } from './row.ts';

const ROWS = {
  fused: async () => (await import('./own-in-browser.ts')).fusedCompetitor(),
  'tensor-webgpu': async () => (await import('./own-in-browser.ts')).tensorCompetitor('webgpu'),
  'tensor-webgl': async () => (await import('./own-in-browser.ts')).tensorCompetitor('webgl'),
  'jax-webgpu': async () => (await import('./jax-competitor.ts')).jaxCompetitor('webgpu', 'matmul'),
  'jax-wasm': async () => (await import('./jax-competitor.ts')).jaxCompetitor('wasm', 'sum'),
  'jax-wasm-matmul': async () => (await import('./jax-competitor.ts')).jaxCompetitor('wasm', 'matmul'),
  'eager-webgpu': async () => (await import('./eager-competitor.ts')).eagerCompetitor('webgpu'),
  'eager-webgl': async () => (await import('./eager-competitor.ts')).eagerCompetitor('webgl'),
} satisfies Readonly<Record<string, () => Promise<Competitor>>>;

export type RowName = keyof typeof ROWS;

function isRowName(value: string | null): value is RowName {
  return value !== null && Object.hasOwn(ROWS, value);
}

async function requestedCompetitor(): Promise<Competitor> {
  const value = new URLSearchParams(location.search).get('row');
  if (isRowName(value)) return ROWS[value]();
  throw new Error(`Expected ?row= to be one of ${Object.keys(ROWS).join(', ')}, found “${value}”.`);
}

declare global {
  interface Window {
    bench: Row;
  }
}

window.bench = createRow(await requestedCompetitor());
