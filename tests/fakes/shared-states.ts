/** Random states of the page, as links carry them. */
import fc from 'fast-check';
import { curveFamilyOf } from '#families/family-of.ts';
import { GRID, OWN_PEN } from '#families/pictures/own-drawing.ts';
import type { DrawnCells } from '#families/pictures/drawn-cells.ts';
import { GRID_SIZES } from '#families/error-grid.ts';
import { INITIALISATIONS } from '#models/initialisation.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { ANNEALINGS, OPTIMISERS } from '#training/optimiser.ts';
import { PUBLISHED_TABLE_IDS } from '#training/published-tables.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import {
  DEFAULT_SETTINGS,
  hasTasksFor,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  type NumberSettingId,
  type Settings,
  SETTING_INTERVALS,
} from '#training/settings.ts';
import { HALVES, NO_EDITS, PLOT_GRID, type TaskEdits, withDrawnCurve } from '#families/curve/edits.ts';
import {
  COMPARISON_MEASURES,
  COMPARISON_SCALES,
  COMPARISON_SECTIONS,
  MOST_TASKS,
} from '#store/compare/comparison-slice.ts';
import { CONTESTANT_IDS } from '#store/contestants/contestants.ts';
import { INSIDE_VIEWS } from '#store/inside/inside-slice.ts';
import { LEARN_SECTIONS } from '#store/page/learn-slice.ts';
import { MAP_AXES, MAP_ZOOMS } from '#store/inside/map-slice.ts';
import { type PanelViews, SPEEDS } from '#store/page/panel-views.ts';
import { MOST_JUDGING_TASKS } from '#store/compare/published-slice.ts';
import type { SharedState } from '#store/page/shared-slice.ts';
import {
  CENTRES,
  LANGUAGES,
  NARROW_TABS,
  NUMBERS_VIEWS,
  PANEL_IDS,
  PRESENTATIONS,
  REGION_IDS,
  THEMES,
} from '#store/page/view-slice.ts';

/** -0 is 0 in an address. */
function reals(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true }).map((value) => value + 0);
}

function numbers(id: NumberSettingId): fc.Arbitrary<number> {
  const { minimum, maximum, whole, step } = NUMBER_SETTINGS[id];
  const all = whole
    ? fc.integer({ min: 0, max: (maximum - minimum) / step }).map((at) => minimum + at * step)
    : reals(minimum, maximum);
  return fc.oneof(fc.constant(DEFAULT_SETTINGS[id]), all);
}

const settings: fc.Arbitrary<Settings> = fc
  .record({
    numbers: fc.tuple(...NUMBER_SETTING_IDS.map(numbers)),
    algorithm: fc.constantFrom(...TRAINING_ALGORITHMS.filter((name) => hasTasksFor(name, DEFAULT_SETTINGS))),
    initialisation: fc.constantFrom(...INITIALISATIONS),
    optimiser: fc.constantFrom(...OPTIMISERS),
    annealing: fc.constantFrom(...ANNEALINGS),
    hidden: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 4 }),
    activation: fc.constantFrom(...ACTIVATIONS),
  })
  .map(({ numbers: values, hidden, activation, ...choices }) => {
    const drawn = {
      ...DEFAULT_SETTINGS,
      ...Object.fromEntries(NUMBER_SETTING_IDS.map((id, index) => [id, values[index]])),
      ...choices,
      architecture: { layerSizes: [1, ...hidden, 1], activation },
    };
    const ordered = SETTING_INTERVALS.flatMap(([from, to]) => [
      [from, Math.min(drawn[from], drawn[to])],
      [to, Math.max(drawn[from], drawn[to])],
    ]);
    return { ...drawn, ...Object.fromEntries(ordered) };
  });

const index = fc.integer({ min: 0, max: 99 });
const x = reals(-5, 5);
const y = reals(-100, 100);

const drawnCurves = fc
  .array(reals(-6, 6), { minLength: PLOT_GRID.length, maxLength: PLOT_GRID.length })
  .map((values) => withDrawnCurve(NO_EDITS, PLOT_GRID, values).curve);

const taskEdits: fc.Arbitrary<TaskEdits> = fc.record({
  curve: fc.oneof(
    fc.constant(null),
    drawnCurves,
    fc.record({
      kind: fc.constant('chosen' as const),
      curve: fc.record({ amplitude: y, phase: reals(-7, 7), frequency: reals(0, 10) }),
    }),
  ),
  half: fc.constantFrom(...HALVES),
  moved: fc.array(fc.record({ index, x, y }), { maxLength: 4 }),
  removed: fc.array(index, { maxLength: 3 }),
  added: fc.array(fc.record({ x, y }), { maxLength: 4 }),
  heldOut: fc.array(fc.record({ x, y }), { maxLength: 4 }),
});

const contestant = fc.constantFrom(...CONTESTANT_IDS);
const wholes = (max: number) => fc.integer({ min: 1, max });

const views: fc.Arbitrary<PanelViews> = fc.record({
  speed: fc.constantFrom(...SPEEDS),
  numbersView: fc.constantFrom(...NUMBERS_VIEWS),
  learnSection: fc.constantFrom(...LEARN_SECTIONS),
  comparisonView: fc.record({
    section: fc.constantFrom(...COMPARISON_SECTIONS),
    tasks: wholes(MOST_TASKS),
    chosen: fc.oneof(fc.constant(null), fc.subarray([...CONTESTANT_IDS])),
    measure: fc.constantFrom(...COMPARISON_MEASURES),
    scale: fc.constantFrom(...COMPARISON_SCALES),
    pair: fc.oneof(
      fc.constant(null),
      fc.tuple(contestant, contestant).filter(([first, second]) => first !== second),
    ),
  }),
  errorMapView: fc.record({
    size: fc.constantFrom(...GRID_SIZES),
    isBeyond: fc.boolean(),
    of: contestant,
    minus: fc.oneof(fc.constant(null), contestant),
  }),
  publishedTable: fc.constantFrom(...PUBLISHED_TABLE_IDS),
  publishedTasks: wholes(MOST_JUDGING_TASKS),
  insideView: fc.constantFrom(...INSIDE_VIEWS),
  insideContestant: contestant,
  mapChoice: fc.record({
    axes: fc.constantFrom(...MAP_AXES),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    zoom: reals(MAP_ZOOMS.minimum, MAP_ZOOMS.maximum),
  }),
});

const place = fc.integer({ min: 0, max: GRID }).map((whole) => whole / GRID);
const drawings: fc.Arbitrary<DrawnCells> = fc.uniqueArray(
  fc.record({
    role: fc.constantFrom('support', 'query'),
    label: fc.integer({ min: 0, max: 19 }),
    at: fc.integer({ min: 0, max: 14 }),
    drawing: fc.record({
      strokes: fc.array(fc.array(fc.record({ x: place, y: place }), { minLength: 1, maxLength: 6 }), {
        minLength: 1,
        maxLength: 3,
      }),
      width: fc.constant(OWN_PEN),
    }),
  }),
  { maxLength: 3, selector: ({ role, label, at }) => `${role} ${label} ${at}` },
);

const pictures = fc.oneof(
  fc.constant(null),
  fc.record({
    digest: fc.stringMatching(/^[0-9a-f]{64}$/),
    name: fc.string({ minLength: 1, maxLength: 20 }).filter((name) => /^.+$/u.test(name)),
  }),
);

/** Everything that a link may carry. */
export const states: fc.Arbitrary<SharedState> = settings.chain((chosen) =>
  fc.record({
    settings: fc.constant(chosen),
    taskIndex: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    taskEdits: curveFamilyOf(chosen) === null ? fc.constant(NO_EDITS) : taskEdits,
    drawings,
    pictures: curveFamilyOf(chosen) === null ? pictures : fc.constant(null),
    step: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: chosen.innerSteps })),
    hidden: fc.subarray([...CONTESTANT_IDS]),
    panel: fc.constantFrom(...PANEL_IDS),
    narrowTab: fc.constantFrom(...NARROW_TABS),
    views,
    hiddenRegions: fc.subarray([...REGION_IDS]),
    presentation: fc.constantFrom(...PRESENTATIONS),
    centre: fc.constantFrom(...CENTRES),
    theme: fc.constantFrom(...THEMES),
    language: fc.oneof(fc.constant(null), fc.constantFrom(...LANGUAGES)),
  }),
);
