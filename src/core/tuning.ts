/** What a page remembers of an adapter: how the fused kernels share their products out on it. */

/** How a workgroup shares out its sums: tiles of this many rows and columns for each invocation in turn. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly invocations: number;
}

/** Measured once for each adapter. */
export interface Tuning {
  readonly tile: Tile;
}

/** Tunings by the name of their adapter. */
export type Tunings = Readonly<Record<string, Tuning>>;
