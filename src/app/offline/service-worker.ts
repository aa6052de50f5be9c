/**
 * Keeps a whole build of the page, and serves it. A new build is taken only when all its files are there and are what the
 * build has written. Every file but the page itself has its content in its address, so that a page that is open goes
 * on with the files of its own build, while the next load of the page opens the new one.
 */
import { digestOf } from '#core/digest.ts';
import type { OfflineBuild } from './offline-build.ts';

interface WorkEvent extends Event {
  readonly waitUntil: (work: Promise<unknown>) => void;
}

interface RequestEvent extends Event {
  readonly request: Request;
  readonly respondWith: (response: Promise<Response>) => void;
}

/** What is used of a service worker's own scope; TypeScript's library of it excludes that of the page. */
interface Scope {
  readonly offlineBuild: OfflineBuild;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { readonly claim: () => Promise<void> };
  readonly skipWaiting: () => Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
}

declare const self: Scope;

const { version, files } = self.offlineBuild;
const FOLDER = new URL(self.registration.scope);
/** Of this place alone: other pages of the same origin have caches, too. */
const CACHE_PREFIX = `maml-playground ${FOLDER.pathname} `;
const CACHE = CACHE_PREFIX + version;
/** This build's and the one before, of which pages may still be open. */
const KEPT_BUILDS = 2;
const DOWNLOADS_AT_ONCE = 3;

/** @throws if the server has another file there: it is being changed just now. */
async function keep(cache: Cache, { path, digest }: OfflineBuild['files'][number]): Promise<void> {
  const url = new URL(path, FOLDER);
  // Installing may have been interrupted.
  if ((await cache.match(url, { ignoreVary: true })) !== undefined) return;
  const response = await fetch(url, { cache: 'no-cache' });
  const kept = response.clone();
  const found = await digestOf(await response.arrayBuffer());
  if (!response.ok || found !== digest) {
    throw new Error(`Expected ${url.pathname} of build ${version}, found another one.`);
  }
  await cache.put(url, kept);
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const left = files.values();
  // All take from the same list.
  const download = async () => {
    for (const file of left) await keep(cache, file);
  };
  await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE }, download));
  // Open pages lose nothing by it: they go on with their own files.
  await self.skipWaiting();
}

/** Caches of this place, the newest build first. */
async function ownCaches(): Promise<string[]> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE);
  return [CACHE, ...others.toReversed()];
}

async function activate(): Promise<void> {
  const names = await ownCaches();
  await Promise.all(names.slice(KEPT_BUILDS).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page itself comes from this build; its files from whichever has them. */
async function serve(request: Request): Promise<Response> {
  const names = request.mode === 'navigate' ? [CACHE] : await ownCaches();
  const wanted = request.mode === 'navigate' ? FOLDER : request.url;
  for (const name of names) {
    const cache = await caches.open(name);
    const kept = await cache.match(wanted, { ignoreVary: true });
    if (kept !== undefined) return kept;
  }
  return fetch(request);
}

function isOwnPage({ pathname }: URL): boolean {
  return pathname === FOLDER.pathname || pathname === `${FOLDER.pathname}index.html`;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(FOLDER.href)) return;
  if (request.mode === 'navigate' && !isOwnPage(url)) return;
  event.respondWith(serve(request));
});
