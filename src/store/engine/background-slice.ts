/** What becomes of the page while nobody sees it: its training goes on or pauses, and nothing is drawn. */
import type { Followed, SliceContext } from '../slice.ts';
import type { AdaptationSlice } from '../task/state.ts';
import type { RunSlice } from '../training/state.ts';
import type { EngineSlice } from './state.ts';

export const BACKGROUND_CHOICES = ['goOn', 'pause'] as const;
export type BackgroundChoice = (typeof BACKGROUND_CHOICES)[number];

export interface BackgroundSlice {
  /** What a training does while the page is out of sight. */
  readonly inBackground: BackgroundChoice;
  /** Whether nobody sees the page: it is in another tab, or its window is put away. */
  readonly isHidden: boolean;
  readonly setInBackground: (choice: BackgroundChoice) => void;
  /** Hears whether the page is seen. */
  readonly setHidden: (hidden: boolean) => void;
}

type Needs = BackgroundSlice &
  Pick<RunSlice, 'run' | 'train' | 'pauseTraining'> &
  Pick<EngineSlice & AdaptationSlice, 'engine' | 'refreshAdaptation'>;

export function createBackground({ get, set, client }: SliceContext<Needs>) {
  // A training that waits for the page to be seen, and its goal.
  let waiting: { readonly run: string; readonly target: number | null } | null = null;
  // One after the other: what pauses must have paused before it goes on.
  let changing = Promise.resolve();

  const pauseUnseen = async () => {
    const { run, isHidden, inBackground, pauseTraining } = get();
    if (!isHidden || inBackground === 'goOn' || run?.status !== 'running') return;
    waiting = { run: run.id, target: run.target };
    await pauseTraining();
  };

  const goOnSeen = async () => {
    const { run, isHidden, engine, train } = get();
    // What woke the page may have taken its GPU away: the next engine's training it is.
    if (isHidden || waiting === null || engine.kind !== 'ready') return;
    const { run: id, target } = waiting;
    waiting = null;
    if (run?.id !== id || run.status === 'running') return;
    if (target === null) void train();
    else if (target > run.iteration) void train(target - run.iteration);
  };

  // What is told while an engine is lost, the next one hears as well.
  let toldWatched = true;

  const tellEngine = () => {
    if (get().engine.kind !== 'ready') return;
    toldWatched = !get().isHidden;
    // Whoever loses the engine hears of it from elsewhere.
    client.send('watch', { isWatched: toldWatched }).catch(() => undefined);
  };

  const slice: BackgroundSlice = {
    inBackground: 'goOn',
    isHidden: false,
    setInBackground: (inBackground) => set({ inBackground }),
    setHidden: (isHidden) => {
      if (isHidden === get().isHidden) return;
      set({ isHidden });
      tellEngine();
      changing = changing.then(isHidden ? pauseUnseen : goOnSeen);
      if (!isHidden) void get().refreshAdaptation();
    },
  };

  return {
    slice,
    /** An engine that has just been opened knows of nothing. */
    follow: (store: Followed<Needs>) => {
      store.subscribe((now, before) => {
        if (now.engine.kind !== 'ready' || before.engine.kind === 'ready') return;
        if (now.isHidden || !toldWatched) tellEngine();
        changing = changing.then(goOnSeen);
      });
    },
  };
}
