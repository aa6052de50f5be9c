/** What the page shows before any engine runs: its first task, recorded from the weights that ship; `npm run opening` records it. */
import { NO_EDITS } from '#families/curve/edits.ts';
import { DEFAULT_SETTINGS, sameSettings } from '#training/settings.ts';
import { type ContestantId, FIRST_HIDDEN, PROTAGONIST } from '#store/contestants/contestants.ts';
import { OPENING_STEP } from '#store/task/state.ts';
import type { PlaygroundState } from '#store/state.ts';

export interface Opening {
  /** On `PLOT_GRID`. */
  readonly truth: readonly number[];
  readonly support: readonly (readonly number[])[];
  readonly query: readonly (readonly number[])[];
  readonly curves: readonly {
    readonly id: string;
    /** Query errors before adapting and after one step. */
    readonly errors: readonly number[];
    /** Predictions on `PLOT_GRID`, then as well. */
    readonly states: readonly (readonly number[])[];
  }[];
}

const NONE: Opening['curves'] = [];
let found: Opening['curves'] | null = null;

/** The page's file carries it, so that the first picture needs no script; other pages carry none. */
function recorded(): Opening['curves'] {
  if (found !== null) return found;
  const text = typeof document === 'undefined' ? null : document.getElementById('opening')?.textContent;
  const opening: Opening | null = text ? JSON.parse(text) : null;
  found = opening?.curves ?? NONE;
  return found;
}

type Needs = Pick<
  PlaygroundState,
  'settings' | 'taskIndex' | 'taskEdits' | 'hidden' | 'trajectories' | 'step' | 'greetingDue'
>;

/** The recorded curves, as long as they are what the live ones will be; then none. */
export function openingCurves(state: Needs): Opening['curves'] {
  const isFirst =
    state.greetingDue &&
    state.taskIndex === 0 &&
    state.taskEdits === NO_EDITS &&
    state.step === OPENING_STEP &&
    !(PROTAGONIST in state.trajectories) &&
    state.hidden.length === FIRST_HIDDEN.length &&
    FIRST_HIDDEN.every((id) => state.hidden.includes(id)) &&
    sameSettings(state.settings, DEFAULT_SETTINGS);
  return isFirst ? recorded() : NONE;
}

export function openingOf(
  curves: Opening['curves'],
  id: ContestantId,
): Opening['curves'][number] | undefined {
  return curves.find((curve) => curve.id === id);
}
