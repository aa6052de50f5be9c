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
}

/** The store, for those who follow its changes. */
export type Followed<Needs> = Pick<StoreApi<Needs>, 'subscribe'>;
