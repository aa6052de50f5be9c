/** Runs the step of a tour: sets the page up, begins its work, and notices when the visitor has done what it asks. */
import { useContext, useEffect, useState } from 'react';
import { PlaygroundContext } from '#store/react.ts';
import type { PlaygroundState } from '#store/state.ts';
import { engineReady, showScene } from './scene.ts';
import { TOUR_ANCHORS, type TourStep } from './tour.ts';

export interface StepProgress {
  /** The visitor has done what the step asks for. */
  readonly isDone: boolean;
  /** The page is busy with what the step shows. */
  readonly isBusy: boolean;
  /** The state in which the step began, or `null` while the page is set up. */
  readonly begun: PlaygroundState | null;
}

const SETTING_UP: StepProgress = { isDone: false, isBusy: false, begun: null };

export function useTourStep(step: TourStep): StepProgress {
  const store = useContext(PlaygroundContext);
  const [progress, setProgress] = useState(SETTING_UP);
  useEffect(() => {
    if (store === null) return undefined;
    const { scene, work, until } = step;
    const controller = new AbortController();
    const { signal } = controller;
    let stopWatching = () => {};

    const run = async () => {
      setProgress({ ...SETTING_UP, isBusy: work !== undefined });
      if (scene !== undefined) await showScene(store, scene);
      if (signal.aborted) return;
      const tab = TOUR_ANCHORS[step.target];
      if (tab !== null) store.getState().showNarrowTab(tab);
      const begun = store.getState();
      setProgress((before) => ({ ...before, begun }));
      if (until !== undefined) {
        stopWatching = store.subscribe((now) => {
          if (!until(now, begun)) return;
          stopWatching();
          setProgress((before) => ({ ...before, isDone: true }));
        });
      }
      if (work === undefined) return;
      await engineReady(store);
      if (!signal.aborted) await work(store, signal);
      if (!signal.aborted) setProgress((before) => ({ ...before, isBusy: false }));
    };

    run().catch((error: unknown) => store.getState().notify(error));
    return () => {
      controller.abort();
      stopWatching();
    };
  }, [store, step]);
  return progress;
}
