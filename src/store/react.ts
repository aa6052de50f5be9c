/** The store's skin for React. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { PlaygroundStore } from './playground.ts';
import type { PlaygroundState } from './state.ts';

export const PlaygroundContext = createContext<PlaygroundStore | null>(null);

/** The store itself, for what is done with the whole state. */
export function usePlaygroundStore(): PlaygroundStore {
  const store = useContext(PlaygroundContext);
  if (store === null) throw new Error('Expected a PlaygroundContext around this component.');
  return store;
}

/** The part of the state that `select` picks; renders again when it changes. */
export function usePlayground<Part>(select: (state: PlaygroundState) => Part): Part {
  return useStore(usePlaygroundStore(), select);
}
