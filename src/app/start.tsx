/** Brings the page up: language, store, shipped weights, engine. */
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { isEmbedding } from '#store/page/view-slice.ts';
import { type BackendName, requestedBackend } from '#core/backend.ts';
import { connectEngine } from '#engine/connection.ts';
import { provideCurves } from '#families/curves/provider.ts';
import { latePictures } from '#persistence/late-pictures.ts';
import { lateSavedWork } from '#persistence/late-saved-work.ts';
import { browserPresence } from '#persistence/presence.ts';
import { pacedReports } from '#store/training/paced-reports.ts';
import { createPlaygroundStore, type PlaygroundStore } from '#store/playground.ts';
import { PlaygroundContext } from '#store/react.ts';
import { sharedOf } from '#store/page/shared-slice.ts';
import { shippedWeightsAt } from '#store/contestants/shipped-weights.ts';
import { followAppearance } from './appearance.ts';
import { followVisibility } from './background.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { startTranslations } from './i18n/index.ts';
import { followAddress, openOwnLink } from './link/address.ts';
import { encodeLink } from './link/codec.ts';
import { Shell } from './shell.tsx';
import { pageRests } from './page-rests.ts';
import { tabName } from './tab-name.ts';
import { choiceMemory, selfChecking, tuningMemory } from './tuning-memory.ts';

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
  const { openEngine, openShippedWeights, recallWork, presentation } = store.getState();
  // Inside another page, the work of a whole one has no place.
  if (!isEmbedding(presentation)) void recallWork();
  await Promise.all([openEngine(backendOfAddress(store)), openShippedWeights()]);
}

/** A page that is put away may be ended without another word. */
function saveBeforeTheEnd(store: PlaygroundStore): void {
  const save = () => void store.getState().saveNow();
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
}

export async function startApp(root: HTMLElement): Promise<void> {
  // A newer one may take over before anybody listens.
  const controller = 'serviceWorker' in navigator ? navigator.serviceWorker.controller : null;
  const presence = browserPresence(navigator.locks);
  const store = createPlaygroundStore({
    connect: connectEngine,
    tuningMemory,
    selfChecking,
    pace: (hear) => pacedReports(hear, pageRests),
    choiceMemory,
    shippedWeights: shippedWeightsAt(new URL(WEIGHTS_FOLDER, document.baseURI)),
    keeping: {
      work: lateSavedWork(presence),
      presence,
      tab: tabName,
      links: {
        write: (state) => encodeLink(sharedOf(state)),
        open: (link) => openOwnLink(store, link),
      },
    },
    pictures: latePictures(),
  });
  provideCurves(async (sha256) => (await store.getState().curveFiles()).findCurves(sha256));
  followAddress(store);
  saveBeforeTheEnd(store);
  followVisibility(store);
  await startTranslations();
  await followAppearance(store);
  // In pieces, between which the browser draws and hears: the first picture stands until the whole is there.
  startTransition(() => {
    createRoot(root).render(
      <StrictMode>
        <ErrorBoundary>
          <PlaygroundContext value={store}>
            <Shell store={store} />
          </PlaygroundContext>
        </ErrorBoundary>
      </StrictMode>,
    );
  });
  await load(store);
  const { workOffline } = await import('./offline/work-offline.ts');
  workOffline(store, controller);
}
