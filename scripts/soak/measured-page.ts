/** A page whose memory is read while it is used, and how such readings are told. */
import type { Browser, Page } from 'playwright-core';
import type { Cell } from '../report.ts';
import { countKernelMemory, type MemoryReading, type MemoryWatch, watchMemory } from './memory-readings.ts';

export interface MeasuredPage {
  readonly page: Page;
  readonly watch: MemoryWatch;
}

/** Opens the page on a backend, at a desk, with the settings of a link. */
export async function openMeasuredPage(
  browser: Browser,
  address: string,
  link: string,
  backend: 'webgpu' | 'wasm' = 'webgpu',
): Promise<MeasuredPage> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  page.setDefaultTimeout(120_000);
  await countKernelMemory(page);
  await page.goto(`${address}?backend=${backend}#v=1&${link}`);
  await page.locator('path[data-curve="maml"]').waitFor();
  return { page, watch: await watchMemory(page) };
}

/** The adapter, in the page's own words. */
export async function adapterOf(page: Page): Promise<string> {
  return (await page.getByTestId('backend-badge').innerText()).replaceAll(/\s+/g, ' ');
}

const NAMES = {
  pageHeap: 'heap of the page',
  workerHeap: 'heap of the worker',
  kernelMemory: 'memory of the kernels',
  nodes: 'DOM nodes',
  listeners: 'listeners',
} as const satisfies Readonly<Record<keyof MemoryReading, string>>;

export function inMebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}

/** What a table says of a reading. */
export const READING_COLUMNS = [
  `${NAMES.pageHeap}, MiB`,
  `${NAMES.workerHeap}, MiB`,
  `${NAMES.kernelMemory}, bytes`,
  NAMES.nodes,
  NAMES.listeners,
] as const;

/** In the order of `READING_COLUMNS`. */
export function readingCells({
  pageHeap,
  workerHeap,
  kernelMemory,
  nodes,
  listeners,
}: MemoryReading): Cell[] {
  return [inMebibytes(pageHeap), inMebibytes(workerHeap), kernelMemory, nodes, listeners];
}

function inPercent(growth: number): string {
  return `${(100 * growth).toFixed(2)} %`;
}

/** What has become of some parts from the first reading to the last: told, and a fault where it is not within the bar. */
export function toldGrowth(
  readings: readonly MemoryReading[],
  parts: readonly (keyof MemoryReading)[],
  isWithin: (growth: number) => boolean,
  bar: string,
): { readonly notes: readonly string[]; readonly faults: readonly string[] } {
  const [first, last] = [readings[0], readings.at(-1)];
  const growths = parts.map((part) => ({
    name: NAMES[part],
    growth: (last?.[part] ?? Number.NaN) / (first?.[part] ?? Number.NaN) - 1,
  }));
  return {
    notes: growths.map(
      ({ name, growth }) => `From the first reading to the last, ${name}: ${inPercent(growth)}.`,
    ),
    faults: growths
      .filter(({ growth }) => !isWithin(growth))
      .map(({ name, growth }) => `Expected ${name} ${bar}, found ${inPercent(growth)}.`),
  };
}
