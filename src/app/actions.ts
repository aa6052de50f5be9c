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

/** What has the focus keeps the keys that it uses itself. */
function keepsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  const isSlider = target.matches('input[type="range"], [role="tab"]');
  if (!isSlider && target.closest('input:not([type="checkbox"]), select, textarea') !== null) return true;
  if (key === ' ') return target.closest('button, summary, input, [role="tab"]') !== null;
  return key.startsWith('Arrow') && isSlider;
}

export function useShortcuts(store: PlaygroundStore): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Whatever has the focus was asked first.
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (keepsKey(event.target, event.key)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = ACTIONS.find(({ shortcut }) => shortcut === key);
      const isArrow = key.startsWith('Arrow');
      if (action === undefined || (event.repeat && !isArrow)) return;
      event.preventDefault();
      action.run(store);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [store]);
}
