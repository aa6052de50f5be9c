/** What the keyboard can do: one list, so that shortcuts and their explanation cannot part. */
import { useEffect } from 'react';
import type { PlaygroundStore } from '#store/playground.ts';

interface Action {
  readonly shortcut: string;
  run(store: PlaygroundStore): void;
}

const ACTIONS: readonly Action[] = [
  {
    shortcut: ' ',
    run: (store) => {
      const { playing, play, stopPlaying } = store.getState();
      if (playing) stopPlaying();
      else play();
    },
  },
  { shortcut: 'ArrowRight', run: (store) => store.getState().showStep(store.getState().step + 1) },
  { shortcut: 'ArrowLeft', run: (store) => store.getState().showStep(store.getState().step - 1) },
  { shortcut: 'n', run: (store) => store.getState().newTask() },
  {
    shortcut: 't',
    run: (store) => {
      const { run, train, pauseTraining } = store.getState();
      void (run?.status === 'running' ? pauseTraining() : train());
    },
  },
];

/** Keys belong to the control that has the focus, if it knows what to do with them. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, select, textarea, button, summary, [role]') !== null
  );
}

export function useShortcuts(store: PlaygroundStore): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      const action = ACTIONS.find(({ shortcut }) => shortcut === event.key);
      if (action === undefined) return;
      event.preventDefault();
      action.run(store);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [store]);
}
