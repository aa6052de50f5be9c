/** The keys of the page: which of them are whose, and the actions behind them, which come after the first view. */
import { useEffect } from 'react';
import type { PlaygroundStore } from '#store/playground.ts';
import type { Action } from './action.ts';

/** Whether what has the focus uses the key itself. */
function keepsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null) return true;
  const isSlider = target.matches('input[type="range"], [role="slider"], [role="tab"]');
  if (!isSlider && target.closest('input:not([type="checkbox"]), select, textarea') !== null) return true;
  if (key === ' ') return target.closest('button, summary, input, a, [role="tab"], [role="slider"]') !== null;
  // What has arrow keys of its own hears them before the window does.
  return key.startsWith('Arrow') && isSlider;
}

/** Whether an action may be run now; whoever has a list of them asks for it. */
type CanRun = (action: Action, state: ReturnType<PlaygroundStore['getState']>) => boolean;

function onKey(
  store: PlaygroundStore,
  actions: readonly Action[],
  canRun: CanRun,
  event: KeyboardEvent,
): void {
  if (event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    store.getState().setOverlay('palette');
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || keepsKey(event.target, event.key)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const action = actions.find((known) => known.key === key);
  const isArrow = key.startsWith('Arrow');
  if (action === undefined || (event.repeat && !isArrow) || !canRun(action, store.getState())) return;
  event.preventDefault();
  action.run(store);
}

export function useShortcuts(store: PlaygroundStore): void {
  useEffect(() => {
    const heard = new AbortController();
    const { signal } = heard;
    void import('./actions.ts').then(({ ACTIONS, canRun }) =>
      addEventListener('keydown', (event) => onKey(store, ACTIONS, canRun, event), { signal }),
    );
    return () => heard.abort();
  }, [store]);
}
