/** What must hold of the page after whatever a visitor does. */
import type { Sight } from './sight.ts';

/** What the rules remember from one look at a tab to the next. */
export interface Memory {
  /** The iteration that was last told; `null` where no run is known. */
  readonly iteration: number | null;
  /** Looks until the run must again go on from there: what puts it back may need a while. */
  readonly grace: number;
  /** A tour that is left, by whatever Escape, gives back the run that it found. */
  readonly inTour: boolean;
}

export const NO_MEMORY: Memory = { iteration: null, grace: 0, inTour: false };

/** After something that may put another run, or none, in the place of the run. */
const GRACE = 3;

/** Not as parts of other words. */
const NO_WORDS = /(?<![\p{L}\p{N}_])(?:NaN|undefined|null|Infinity)(?![\p{L}\p{N}_])|\[object |\{\{|\}\}/u;

/** Words that stand for texts, in the page's own tables. */
const KEY = /(?<![\w.#/-])[a-z]\w*(?:\.\w+)+/g;

function untranslated(words: string, keys: ReadonlySet<string>): string[] {
  return (words.match(KEY) ?? []).filter((word) => keys.has(word));
}

function around(words: string, at: number): string {
  return words.slice(Math.max(0, at - 40), at + 40).replaceAll(/\s+/g, ' ');
}

/** What is wrong in one look at the page; empty where nothing is. */
export function faultsOf(sight: Sight, keys: ReadonlySet<string>): string[] {
  const { tabs, step, innerSteps, modals, broken, notices, words, badDrawings, strangers } = sight;
  const strange = NO_WORDS.exec(words);
  return [
    ...tabs
      .filter(({ selected, isShown }) => selected !== 1 || !isShown)
      .map(({ name, selected }) => `tabs “${name}”: ${selected} selected, or its panel is not shown`),
    ...(step !== null && innerSteps !== null && step > innerSteps
      ? [`step ${step} of ${innerSteps} is shown`]
      : []),
    ...(modals.length > 1 ? [`several dialogs at once: ${modals.join(' | ')}`] : []),
    ...broken.map((text) => `an error boundary is shown: ${text}`),
    ...notices.filter((text) => text.length < 4).map((text) => `a notice without a text: “${text}”`),
    ...(strange === null ? [] : [`“${strange[0]}” is shown: …${around(words, strange.index)}…`]),
    ...untranslated(words, keys).map((key) => `the text ${key} is missing`),
    ...badDrawings.map((drawing) => `drawn without a number: ${drawing}`),
    ...(strangers > 0 ? ['text was taken for markup'] : []),
    ...(sight.canPause && sight.canTrain ? ['Train and Pause stand side by side'] : []),
  ];
}

/** The run only goes on, unless somebody has put it back: what is wrong, and what to remember. */
export function followRun(
  memory: Memory,
  sight: Sight,
  mayRestart: boolean,
): { readonly memory: Memory; readonly faults: readonly string[] } {
  const { iteration, tellsRuns, inTour } = sight;
  const isReplaced = mayRestart || inTour !== memory.inTour;
  const grace = isReplaced ? GRACE : Math.max(0, memory.grace - 1);
  if (!tellsRuns) return { memory: { ...memory, grace, inTour }, faults: [] };
  const before = memory.grace > 0 || isReplaced ? null : memory.iteration;
  const fell = before !== null && (iteration ?? -1) < before;
  const found = iteration === null ? 'no run' : `iteration ${iteration}`;
  return {
    memory: { iteration, grace, inTour },
    faults: fell ? [`${found} is shown after iteration ${before}, and nobody has reset the run`] : [],
  };
}
