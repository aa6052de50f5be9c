/** A link's hash and the state that it stands for. What is as at first is left out, so that links stay short. */
import { FAMILY_NAMES, familyOf, FIRST_FAMILY } from '#families/family-of.ts';
import {
  CHOICE_IDS,
  CHOICE_SETTINGS,
  type Choices,
  type ChoiceSetting,
  hasTasksFor,
  NUMBER_SETTING_IDS,
  numberSetting,
  openingSettings,
  SETTING_INTERVALS,
  type Settings,
  TEXT_SETTINGS,
  type TextSettingId,
} from '#training/settings.ts';
import { textIdsOf } from '#training/text-settings.ts';
import { CONTESTANT_IDS, type ContestantId, FIRST_HIDDEN } from '#store/contestants/contestants.ts';
import { DEFAULT_SHARED, type SharedState } from '#store/page/shared-slice.ts';
import {
  CENTRES,
  FIRST_PANEL,
  isPanel,
  LANGUAGES,
  NARROW_TABS,
  PRESENTATIONS,
  REGION_IDS,
  THEMES,
} from '#store/page/view-slice.ts';
import { type Nearest, nearestNumber, numberOr, oneOf, someOf } from './nearest.ts';
import { readDrawings, writeDrawings } from './drawings-text.ts';
import { readPictures, writePictures } from './pictures-text.ts';
import { readNetwork, writeNetwork } from './network-text.ts';
import { readPanelViews, writePanelViews } from './panel-views-text.ts';
import { createReader, type Entries, readEntries, type Reader, writeEntries } from './reader.ts';
import { readTaskEdits, writeTaskEdits } from './task-edits-text.ts';

const VERSION = '1';
const TASK_RANGE = { minimum: 0, maximum: 2 ** 32 - 1, whole: true };

function writeSettings(settings: Settings): Entries {
  const all = (of: Settings): [string, string][] =>
    [...NUMBER_SETTING_IDS, ...CHOICE_IDS, ...textIdsOf(settings)].map((id): [string, string] => [
      id,
      String(of[id]),
    ]);
  const opening = openingSettings(settings.family);
  // Whose opening is left out is the first thing to be known.
  const usual = new Map(all({ ...opening, family: FIRST_FAMILY }));
  return [
    ...all(settings).filter(([key, text]) => usual.get(key) !== text),
    ...writeNetwork(settings.architecture, opening.architecture),
  ];
}

/** A text of the settings as they keep it; of one that is not sound there is no nearest. */
function textOr(otherwise: string, id: TextSettingId): (text: string) => Nearest<string> {
  return (text) => {
    try {
      return { value: TEXT_SETTINGS[id].checked(text), exact: true };
    } catch {
      return { value: otherwise, exact: false };
    }
  };
}

function readSettings(reader: Reader): Settings {
  const family = reader.take('family', oneOf(FAMILY_NAMES, FIRST_FAMILY)) ?? FIRST_FAMILY;
  const usual = openingSettings(family);
  const read: Record<string, number | string> = {};
  for (const id of NUMBER_SETTING_IDS) {
    read[id] = reader.take(id, numberOr(usual[id], numberSetting(id, usual))) ?? usual[id];
  }
  for (const id of CHOICE_IDS) {
    const { choices }: ChoiceSetting<string> = CHOICE_SETTINGS[id];
    const isPossible = (choice: string) =>
      id !== 'algorithm' || hasTasksFor(choice as Choices['algorithm'], usual);
    read[id] = reader.take(id, oneOf(choices.filter(isPossible), usual[id])) ?? usual[id];
  }
  for (const id of textIdsOf(usual)) read[id] = reader.take(id, textOr(usual[id], id)) ?? usual[id];
  const settings: Settings = {
    ...usual,
    ...read,
    architecture: readNetwork(reader, usual.architecture),
  };
  // An end beyond the other one pushes it along, as in the page.
  const pushed = SETTING_INTERVALS.filter(([from, to]) => settings[from] > settings[to]).map(([from, to]) => {
    reader.tell(to, String(settings[to]));
    return [to, settings[from]];
  });
  return { ...settings, ...Object.fromEntries(pushed) };
}

/** What differs from the first view: `with` has come, `without` is gone. */
function writeHidden(hidden: readonly ContestantId[]): Entries {
  const come = FIRST_HIDDEN.filter((id) => !hidden.includes(id));
  const gone = CONTESTANT_IDS.filter((id) => hidden.includes(id) && !FIRST_HIDDEN.includes(id));
  return [['with', come.join(',')] as const, ['without', gone.join(',')] as const].filter(
    ([, text]) => text !== '',
  );
}

function readHidden(reader: Reader): ContestantId[] {
  const come = reader.take('with', someOf(CONTESTANT_IDS)) ?? [];
  const gone = reader.take('without', someOf(CONTESTANT_IDS)) ?? [];
  const both = come.filter((id) => gone.includes(id));
  if (both.length > 0) reader.tell('with', both.join(','));
  return CONTESTANT_IDS.filter(
    (id) => gone.includes(id) || (FIRST_HIDDEN.includes(id) && !come.includes(id)),
  );
}

/** Beside the plot a panel is open, under it on a phone mostly the same one. */
function writeTabs({ panel, narrowTab }: Pick<SharedState, 'panel' | 'narrowTab'>): Entries {
  if (narrowTab === panel) return [['tab', panel]];
  if (panel !== FIRST_PANEL || isPanel(narrowTab)) {
    return [
      ['tab', panel],
      ['phone', narrowTab],
    ];
  }
  return narrowTab === DEFAULT_SHARED.narrowTab ? [] : [['tab', narrowTab]];
}

function readTabs(reader: Reader): Pick<SharedState, 'panel' | 'narrowTab'> {
  const tab = reader.take('tab', oneOf(NARROW_TABS, null)) ?? DEFAULT_SHARED.narrowTab;
  const narrowTab = reader.take('phone', oneOf(NARROW_TABS, tab)) ?? tab;
  return { panel: isPanel(tab) ? tab : FIRST_PANEL, narrowTab };
}

/** The hash of a state, without its sign; empty where all is as at first. */
export function encodeLink(shared: SharedState): string {
  const { settings, taskIndex, taskEdits, drawings, pictures, step, hidden } = shared;
  const { hiddenRegions, presentation, centre, theme, language, views } = shared;
  const entries: Entries = [
    ...writeSettings(settings),
    ...(taskIndex === 0 ? [] : [['task', String(taskIndex)] as const]),
    ...writeTaskEdits(taskEdits, settings),
    ...writeDrawings(drawings),
    ...(familyOf(settings).view === 'pictures' ? writePictures(pictures) : []),
    ...(step === null ? [] : [['step', String(step)] as const]),
    ...writeHidden(hidden),
    ...writeTabs(shared),
    ...writePanelViews(views),
    ...(hiddenRegions.length === 0 ? [] : [['hide', hiddenRegions.join(',')] as const]),
    ...(presentation === DEFAULT_SHARED.presentation ? [] : [['view', presentation] as const]),
    ...(centre === DEFAULT_SHARED.centre ? [] : [['centre', centre] as const]),
    ...(theme === DEFAULT_SHARED.theme ? [] : [['theme', theme] as const]),
    ...(language === null ? [] : [['lang', language] as const]),
  ];
  return entries.length === 0 ? '' : writeEntries([['v', VERSION], ...entries]);
}

export interface DecodedLink {
  readonly shared: SharedState;
  /** What was replaced by the nearest valid value, or unknown, as it stood. */
  readonly mended: readonly string[];
}

/** The state of a hash, whatever stands in it. */
export function decodeLink(hash: string): DecodedLink {
  const reader = createReader(readEntries(hash));
  reader.take('v', oneOf([VERSION], VERSION));
  const settings = readSettings(reader);
  const stepRange = { minimum: 0, maximum: settings.innerSteps, whole: true };
  const shared: SharedState = {
    settings,
    taskIndex: reader.take('task', numberOr(0, TASK_RANGE)) ?? 0,
    taskEdits: readTaskEdits(reader, settings),
    drawings: readDrawings(reader),
    pictures: readPictures(reader),
    step: reader.take('step', (text) => nearestNumber(text, stepRange)) ?? null,
    hidden: readHidden(reader),
    ...readTabs(reader),
    views: readPanelViews(reader),
    hiddenRegions: reader.take('hide', someOf(REGION_IDS)) ?? [],
    presentation: reader.take('view', oneOf(PRESENTATIONS, DEFAULT_SHARED.presentation)) ?? 'page',
    centre: reader.take('centre', oneOf(CENTRES, DEFAULT_SHARED.centre)) ?? 'plot',
    theme: reader.take('theme', oneOf(THEMES, DEFAULT_SHARED.theme)) ?? 'system',
    language: reader.take('lang', oneOf(LANGUAGES, null)) ?? null,
  };
  return { shared, mended: reader.mended() };
}
