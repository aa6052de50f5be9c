/** Errors over two numbers of the family's tasks: cell after cell, every inner step at once, for one contestant or two. */
import type { ErrorGrid, GridRanges, GridSize } from '#families/error-grid.ts';
import type { Settings } from '#training/settings.ts';
import { type ContestantId, entrantOf, type Evaluated, shownEntrants } from '../contestants/contestants.ts';
import { createJob } from '../jobs.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';

/** Tasks of each cell. */
export const DRAWS_PER_CELL = 4;

/** One contestant's errors. */
export interface ErrorMapLayer extends Evaluated {
  /** Mean query losses [cells, innerSteps + 1]. */
  readonly errors: Float32Array;
  /** Which cells have theirs. */
  readonly known: readonly boolean[];
}

export interface ErrorMap {
  readonly grid: ErrorGrid;
  /** What the first contestant was trained on; of a prior, the settings' tasks. */
  readonly training: GridRanges;
  /** The settings under which it was made. */
  readonly settings: Settings;
  readonly layers: Partial<Readonly<Record<ContestantId, ErrorMapLayer>>>;
}

/** What to draw. */
export interface ErrorMapView {
  readonly size: GridSize;
  readonly isBeyond: boolean;
  readonly of: ContestantId;
  /** Whose errors are taken off, if anybody's. */
  readonly minus: ContestantId | null;
}

export const FIRST_ERROR_MAP_VIEW: ErrorMapView = { size: 12, isBeyond: false, of: 'maml', minus: null };

export interface ErrorMapSlice {
  readonly errorMap: ErrorMap | null;
  /** Cells done of those to be asked, of all contestants together, while a map is being drawn. */
  readonly mapping: { readonly done: number; readonly of: number } | null;
  readonly errorMapView: ErrorMapView;
  /** A map that is there is drawn anew as far as needed. */
  readonly setErrorMapView: (change: Partial<ErrorMapView>) => void;
  readonly drawErrorMap: () => Promise<void>;
  /** Keeps the cells that are known. */
  readonly stopErrorMap: () => void;
}

export type ErrorMapNeeds = ErrorMapSlice &
  Pick<
    SettingsSlice & ContestantsSlice,
    'settings' | 'contestants' | 'shipped' | 'hidden' | 'fetchContestant'
  >;

/** Of a first and perhaps a second contestant, those whose weights are here or can be fetched. */
export function mappedContestants({
  errorMapView,
  contestants,
  shipped,
  hidden,
  settings,
}: Pick<ErrorMapNeeds, 'errorMapView' | 'contestants' | 'shipped' | 'hidden' | 'settings'>): {
  readonly of: ContestantId | null;
  readonly minus: ContestantId | null;
} {
  const isThere = (id: ContestantId) =>
    entrantOf(id, contestants, settings) !== null || shipped[id] !== undefined;
  const { of, minus } = errorMapView;
  const first = isThere(of) ? of : (shownEntrants(contestants, hidden, settings)[0]?.id ?? null);
  return { of: first, minus: minus !== null && isThere(minus) && minus !== first ? minus : null };
}

export function createErrorMapSlice(context: SliceContext<ErrorMapNeeds>): ErrorMapSlice {
  const { get, set, notify } = context;
  const job = createJob(notify, () => set({ mapping: null }));

  const draw = async (signal: AbortSignal) => {
    set({ mapping: { done: 0, of: 0 } });
    const { drawErrorMap } = await import('./error-map-drawing.ts');
    signal.throwIfAborted();
    await drawErrorMap(context, signal);
  };

  return {
    errorMap: null,
    mapping: null,
    errorMapView: FIRST_ERROR_MAP_VIEW,
    setErrorMapView: (change) => {
      set({ errorMapView: { ...get().errorMapView, ...change } });
      if (get().errorMap !== null) void get().drawErrorMap();
    },
    drawErrorMap: () => job.begin(draw),
    stopErrorMap: job.stop,
  };
}
