/** Brings the page up: language, store, shipped weights, engine. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type BackendName, requestedBackend } from '#core/backend.ts';
import { createEngineClient } from '#engine/client.ts';
import { createPlaygroundStore, type PlaygroundStore } from '#store/playground.ts';
import { PlaygroundContext } from '#store/react.ts';
import { shippedWeightsAt } from '#store/shipped-weights.ts';
import { followAppearance } from './appearance.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { startTranslations } from './i18n/index.ts';
import { followAddress } from './link/address.ts';
import { Shell } from './shell.tsx';
import { tuningMemory } from './tuning-memory.ts';

/** The backend of the address; one that does not exist is told and passed over. */
function backendOfAddress(store: PlaygroundStore): BackendName | null {
  try {
    return requestedBackend(location.search);
  } catch (error) {
    store.getState().notify(error);
    return null;
  }
}

async function load(store: PlaygroundStore): Promise<void> {
  const { openEngine, openShippedWeights } = store.getState();
  await Promise.all([openEngine(backendOfAddress(store)), openShippedWeights()]);
}

export async function startApp(root: HTMLElement): Promise<void> {
  const store = createPlaygroundStore({
    startClient: createEngineClient,
    tuningMemory,
    shippedWeights: shippedWeightsAt(new URL('weights/', document.baseURI)),
  });
  followAddress(store);
  await startTranslations();
  await followAppearance(store);
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <PlaygroundContext value={store}>
          <Shell store={store} />
        </PlaygroundContext>
      </ErrorBoundary>
    </StrictMode>,
  );
  await load(store);
}
