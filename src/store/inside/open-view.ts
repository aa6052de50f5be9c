/** What is computed for the view that is open, and when: never for one that nobody looks at. */
import { onceLoaded } from '#core/once-loaded.ts';
import type { Contestant } from '../contestants/contestants.ts';
import type { BackgroundSlice } from '../engine/background-slice.ts';
import type { EngineSlice } from '../engine/state.ts';
import { createJob } from '../jobs.ts';
import type { Followed, SliceContext } from '../slice.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { TaskSlice } from '../task/task-slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { InsideSlice, InsideView, LookingInto } from './inside-slice.ts';

/** What every view needs to be computed. */
export type ViewNeeds = LookingInto &
  Pick<SettingsSlice & TaskSlice & EngineSlice, 'settings' | 'task' | 'engine'>;

/** What a view is computed from. */
export interface ViewInputs {
  /** What the user has chosen: a change makes what is on screen wrong. */
  readonly choices: readonly unknown[];
  /** Networks, which a running training replaces all the time. */
  readonly weights: readonly (Contestant | null)[];
}

/** A view's way from inputs to numbers. */
export interface ViewWork<Inputs> {
  readonly inputs: (state: Inputs) => ViewInputs;
  /** `gently`: only weights have moved on; what is under way may end. */
  readonly refresh: (gently: boolean) => void;
  readonly stop: () => void;
}

/** What of a view's work may come late. */
export type LateWork = Omit<ViewWork<never>, 'inputs'>;

/** A view's work that is loaded when it is first wanted; the newest of what was asked for meanwhile is asked of it then. */
export function lateWork<Inputs>(
  inputs: ViewWork<Inputs>['inputs'],
  load: () => Promise<LateWork>,
  notify: SliceContext<unknown>['notify'],
): ViewWork<Inputs> {
  const late = onceLoaded(load);
  const waiting = createJob(notify);
  let work: LateWork | null = null;
  return {
    inputs,
    refresh: (gently) => {
      void waiting.begin(async (signal) => {
        work = await late();
        signal.throwIfAborted();
        work.refresh(gently);
      });
    },
    stop: () => {
      waiting.stop();
      work?.stop();
    },
  };
}

export function sameEntries(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function idsOf({ weights }: ViewInputs) {
  return weights.map((contestant) => contestant?.id);
}

/** By which it is decided whether the open view is computed, and how soon. */
export type Seen = Pick<
  InsideSlice & EngineSlice & BackgroundSlice & RunSlice,
  'insideOpen' | 'engine' | 'isHidden' | 'run'
>;

/** The view that is open, if somebody sees it and an engine can compute it. */
function seenView({ engine, insideOpen, isHidden }: Seen): InsideView | null {
  return engine.kind === 'ready' && !isHidden ? insideOpen : null;
}

/** Computes the open view anew whenever something that it depends on has changed. */
export function followOpenView<Inputs>(
  store: Followed<Seen & Inputs>,
  works: Readonly<Record<InsideView, ViewWork<Inputs>>>,
): void {
  store.subscribe((now, before) => {
    const view = seenView(now);
    const viewBefore = seenView(before);
    if (viewBefore !== null && viewBefore !== view) works[viewBefore].stop();
    if (view === null) return;
    const work = works[view];
    if (view !== viewBefore) {
      work.refresh(false);
      return;
    }
    const [inputs, inputsBefore] = [work.inputs(now), work.inputs(before)];
    const sameChoices =
      sameEntries(inputs.choices, inputsBefore.choices) && sameEntries(idsOf(inputs), idsOf(inputsBefore));
    if (sameChoices && sameEntries(inputs.weights, inputsBefore.weights)) return;
    work.refresh(sameChoices && now.run?.status === 'running');
  });
}
