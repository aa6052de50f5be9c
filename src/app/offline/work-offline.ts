/** Lets the page work without a network from the second visit on, and tells when a newer build waits to be opened. */
import type { PlaygroundStore } from '#store/playground.ts';

/** A first visit has more urgent things to load. */
const PATIENCE_MILLISECONDS = 5000;
const HOUR_MILLISECONDS = 3_600_000;

/** Loading a page looks for a newer build; a tab that stays open looks when it is returned to. */
function lookForUpdates(registration: ServiceWorkerRegistration): void {
  let lookedAt = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || performance.now() - lookedAt < HOUR_MILLISECONDS) return;
    lookedAt = performance.now();
    // Without a network there is nothing to be found.
    registration.update().catch(() => undefined);
  });
}

async function register({ serviceWorker }: Navigator): Promise<void> {
  await serviceWorker.register(new URL('service-worker.js', document.baseURI));
  lookForUpdates(await serviceWorker.ready);
}

/**
 * Browsers may refuse, in private windows for example: then the page needs its network. `servedBy` is the worker by which the
 * page was loaded, if there was one.
 */
export function workOffline(store: PlaygroundStore, servedBy: ServiceWorker | null): void {
  // Inside another page it is that page's visitor who decides what is kept.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || window.parent !== window) return;
  let isServed = servedBy !== null;
  if (isServed && navigator.serviceWorker.controller !== servedBy) store.getState().tellUpdate();
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isServed) store.getState().tellUpdate();
    isServed = true;
  });
  setTimeout(() => {
    register(navigator).catch(() => undefined);
  }, PATIENCE_MILLISECONDS);
}
