/** What every slice is built from. */
import type { StoreApi } from 'zustand';
import type { EngineClient } from '#engine/client.ts';

/** As much of the page's state as a slice needs. */
export interface Access<Needs> {
  readonly get: () => Needs;
  /** The shown task follows by itself. */
  readonly set: (change: Partial<Needs>) => void;
}

export interface SliceContext<Needs> extends Access<Needs> {
  readonly client: EngineClient;
  /** Tells the user of an error. */
  readonly notify: (thrown: unknown) => void;
}

/** These parts of a state, and no others. */
export function pick<State, Key extends keyof State>(state: State, keys: readonly Key[]): Pick<State, Key> {
  return Object.fromEntries(keys.map((key) => [key, state[key]])) as Pick<State, Key>;
}

/** The store, for those who follow its changes. */
export type Followed<Needs> = Pick<StoreApi<Needs>, 'subscribe'>;
