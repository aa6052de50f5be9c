/**
 * What the browser's back button goes back over: acts by which a visitor goes somewhere else, such as another task, panel or
 * algorithm. Turning a knob, moving a point or walking through the steps changes the place that one is at.
 */
import { describeArchitecture } from '#models/architecture.ts';
import { NUMBER_SETTING_IDS } from '#training/settings.ts';
import { CONTESTANT_IDS } from '#store/contestants/contestants.ts';
import type { PlaygroundState } from '#store/state.ts';

type Placed = Pick<
  PlaygroundState,
  | 'settings'
  | 'taskIndex'
  | 'hidden'
  | 'panel'
  | 'narrowTab'
  | 'numbersView'
  | 'learnSection'
  | 'insideView'
  | 'comparisonView'
  | 'hiddenRegions'
  | 'presentation'
  | 'centre'
  | 'tour'
>;

/** A place is another one where one of these is; each tells by a text. */
const PARTS: Readonly<Record<string, (state: Placed) => string>> = {
  task: ({ taskIndex }) => String(taskIndex),
  contestants: ({ hidden }) => CONTESTANT_IDS.filter((id) => hidden.includes(id)).join(' '),
  panel: ({ panel, narrowTab, numbersView }) => `${panel} ${narrowTab} ${numbersView}`,
  section: ({ learnSection, insideView, comparisonView }) =>
    `${learnSection} ${insideView} ${comparisonView.section}`,
  layout: ({ hiddenRegions, presentation, centre }) => `${presentation} ${centre} ${hiddenRegions.join(' ')}`,
  algorithm: ({ settings }) => `${settings.algorithm} ${settings.optimiser} ${settings.annealing}`,
  network: ({ settings: { architecture, initialisation } }) =>
    `${describeArchitecture(architecture)} ${initialisation}`,
};

/** One knob turns one number, or both ends of an interval. */
const NUMBERS_OF_A_KNOB = 2;

/** The kind of act that leads from one state to the next; `null` if it stays at its place. */
export function actBetween(now: Placed, before: Placed): string | null {
  const parts = Object.entries(PARTS).find(([, tell]) => tell(now) !== tell(before));
  if (parts !== undefined) return parts[0];
  if (now.settings === before.settings) return null;
  const turned = NUMBER_SETTING_IDS.filter((id) => now.settings[id] !== before.settings[id]);
  return turned.length > NUMBERS_OF_A_KNOB ? 'preset' : null;
}

/** What follows so soon belongs to the same act: some are done in several steps. */
const SAME_ACT_MILLISECONDS = 300;
/** Going through tasks or panels quickly is one way, not twenty. */
const SAME_WAY_MILLISECONDS = 1000;

/** Tells of each change whether it begins an entry of the browser's history; `time` in milliseconds. */
export function createEntryRule() {
  let last = { kind: '', time: -Infinity };
  return (now: Placed, before: Placed, time: number): boolean => {
    // A tour leads through the page, and gives back what it found.
    const isLed = now.tour !== null || before.tour !== null;
    const kind = isLed ? 'tour' : actBetween(now, before);
    if (kind === null) return false;
    const quiet = kind === last.kind ? SAME_WAY_MILLISECONDS : SAME_ACT_MILLISECONDS;
    const isNew = !isLed && time - last.time > quiet;
    last = { kind, time };
    return isNew;
  };
}
