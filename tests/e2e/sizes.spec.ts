/** What a first visit costs: bytes as a server sends them, compressed. */
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from './playground.ts';

const DIST = new URL('../../dist/', import.meta.url);
const KILOBYTE = 1000;
/** What the worker takes of TensorFlow.js. */
const TENSORFLOW = /^tensorflow-parts-.*\.js$/;

async function compressed(path: string): Promise<number> {
  return gzipSync(await readFile(new URL(path, DIST))).length;
}

/** The entry, what it preloads and what these import before anything runs. */
async function firstScripts(): Promise<string[]> {
  const html = await readFile(new URL('index.html', DIST), 'utf8');
  const found = new Set<string>();
  const visit = async (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    const text = await readFile(new URL(path, DIST), 'utf8');
    const imports = text.matchAll(/(?:\bimport|\bfrom)\s*["'](\.\/[^"']+\.js)["']/g);
    for (const [, name = ''] of imports) await visit(new URL(name, `file:///${path}`).pathname.slice(1));
  };
  for (const [, path = ''] of html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)) await visit(path);
  return [...found];
}

async function onlyAsset(pattern: RegExp): Promise<string> {
  const names = (await readdir(new URL('assets/', DIST))).filter((name) => pattern.test(name));
  expect(names).toHaveLength(1);
  return `assets/${names.join('')}`;
}

test('the first view needs at most 250 kB of scripts, the worker at most 60, and 400 with TensorFlow.js and kernels', async () => {
  const scripts = await firstScripts();
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = await Promise.all(scripts.map(compressed));
  expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThanOrEqual(250 * KILOBYTE);

  const files = await Promise.all([/^worker-.*\.js$/, /^computing-.*\.js$/].map(onlyAsset));
  const worker = (await Promise.all(files.map(compressed))).reduce((total, size) => total + size, 0);
  expect(worker).toBeLessThanOrEqual(60 * KILOBYTE);
  const late = await Promise.all([TENSORFLOW, /^gpu-kernels-.*\.js$/].map(onlyAsset));
  const onGpu = (await Promise.all(late.map(compressed))).reduce((total, size) => total + size, worker);
  expect(onGpu).toBeLessThanOrEqual(400 * KILOBYTE);
});

test('the SIMD kernels need at most 60 kB', async () => {
  expect(await compressed(await onlyAsset(/\.wasm$/))).toBeLessThanOrEqual(60 * KILOBYTE);
});

test('a first visit without a GPU fetches at most 60 kB of weights, and no TensorFlow.js', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.slice(1)));
  await playground.open(null);
  await playground.loss('maml', 10);
  await expect(playground.badge()).toHaveAttribute('data-backend', 'wasm');
  expect(asked.filter((path) => TENSORFLOW.test(path.replace('assets/', '')))).toEqual([]);
  const weights = asked.filter((path) => path.startsWith('weights/'));
  expect(weights.length).toBeGreaterThan(1);
  const sizes = await Promise.all(weights.map(compressed));
  expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThanOrEqual(60 * KILOBYTE);
});
