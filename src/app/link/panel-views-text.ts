/** What is open within the panels as entries of a link, and back. */
import { GRID_SIZES } from '#families/error-grid.ts';
import { PUBLISHED_TABLE_IDS } from '#training/published-tables.ts';
import {
  COMPARISON_MEASURES,
  COMPARISON_SCALES,
  COMPARISON_SECTIONS,
  type ComparisonView,
  MOST_TASKS,
} from '#store/compare/comparison-slice.ts';
import { CONTESTANT_IDS, type ContestantId } from '#store/contestants/contestants.ts';
import { INSIDE_VIEWS } from '#store/inside/inside-slice.ts';
import { LEARN_SECTIONS } from '#store/page/learn-slice.ts';
import { MAP_AXES, MAP_ZOOMS } from '#store/inside/map-slice.ts';
import { FIRST_PANEL_VIEWS, type PanelViews, SPEEDS } from '#store/page/panel-views.ts';
import { MOST_JUDGING_TASKS } from '#store/compare/published-slice.ts';
import { NUMBERS_VIEWS } from '#store/page/view-slice.ts';
import { type Nearest, numberOr, oneOf, someOf } from './nearest.ts';
import type { Entries, Reader } from './reader.ts';

const SEED_RANGE = { minimum: 0, maximum: 2 ** 32 - 1, whole: true };
const TASKS_RANGE = { minimum: 1, maximum: MOST_TASKS, whole: true };
const JUDGING_RANGE = { minimum: 1, maximum: MOST_JUDGING_TASKS, whole: true };
const ZOOM_RANGE = { ...MAP_ZOOMS, whole: false };
const NOBODY = 'none';

function all(views: PanelViews): [key: string, text: string][] {
  const { comparisonView, errorMapView, mapChoice } = views;
  const { chosen, pair } = comparisonView;
  return [
    ['speed', String(views.speed)],
    ['numbers', views.numbersView],
    ['learn', views.learnSection],
    ['compare', comparisonView.section],
    ['tasks', String(comparisonView.tasks)],
    ['chosen', chosen === null ? 'shown' : CONTESTANT_IDS.filter((id) => chosen.includes(id)).join(',')],
    ['measure', comparisonView.measure],
    ['scale', comparisonView.scale],
    ['pair', pair === null ? 'best' : pair.join(',')],
    ['cells', String(errorMapView.size)],
    ['range', errorMapView.isBeyond ? 'beyond' : 'trained'],
    ['errorsOf', errorMapView.of],
    ['minus', errorMapView.minus ?? NOBODY],
    ['table', views.publishedTable],
    ['tableTasks', String(views.publishedTasks)],
    ['inside', views.insideView],
    ['of', views.insideContestant],
    ['axes', mapChoice.axes],
    ['axesSeed', String(mapChoice.seed)],
    ['zoom', String(mapChoice.zoom)],
  ];
}

const FIRST = new Map(all(FIRST_PANEL_VIEWS));

/** What differs from the first view. */
export function writePanelViews(views: PanelViews): Entries {
  return all(views).filter(([key, text]) => FIRST.get(key) !== text);
}

/** One of a list of numbers. */
function numberOf<Choice extends number>(choices: readonly Choice[], otherwise: Choice) {
  return (text: string): Nearest<Choice> => {
    const found = choices.find((choice) => String(choice) === text);
    return { value: found ?? otherwise, exact: found !== undefined };
  };
}

function readChosen(text: string): Nearest<ComparisonView['chosen']> {
  return text === 'shown' ? { value: null, exact: true } : someOf(CONTESTANT_IDS)(text);
}

function readPair(text: string): Nearest<ComparisonView['pair']> {
  if (text === 'best') return { value: null, exact: true };
  const [first, second, ...more] = text.split(',', 3).map((id) => oneOf(CONTESTANT_IDS, null)(id).value);
  const isPair = first && second && first !== second && more.length === 0;
  return isPair ? { value: [first, second], exact: true } : { value: null, exact: false };
}

function readMinus(text: string): Nearest<ContestantId | null> {
  return text === NOBODY ? { value: null, exact: true } : oneOf(CONTESTANT_IDS, null)(text);
}

/** The views that a link asks for; what it leaves out is as at first. */
export function readPanelViews(reader: Reader): PanelViews {
  const first = FIRST_PANEL_VIEWS;
  const choose = <Choice extends string>(
    key: string,
    choices: readonly Choice[],
    otherwise: Choice,
  ): Choice => reader.take(key, oneOf(choices, otherwise)) ?? otherwise;
  const { comparisonView, errorMapView, mapChoice } = first;
  return {
    speed: reader.take('speed', numberOf(SPEEDS, 2)) ?? first.speed,
    numbersView: choose('numbers', NUMBERS_VIEWS, first.numbersView),
    learnSection: choose('learn', LEARN_SECTIONS, first.learnSection),
    comparisonView: {
      section: choose('compare', COMPARISON_SECTIONS, comparisonView.section),
      tasks: reader.take('tasks', numberOr(comparisonView.tasks, TASKS_RANGE)) ?? comparisonView.tasks,
      chosen: reader.take('chosen', readChosen) ?? null,
      measure: choose('measure', COMPARISON_MEASURES, comparisonView.measure),
      scale: choose('scale', COMPARISON_SCALES, comparisonView.scale),
      pair: reader.take('pair', readPair) ?? null,
    },
    errorMapView: {
      size: reader.take('cells', numberOf(GRID_SIZES, errorMapView.size)) ?? errorMapView.size,
      isBeyond: choose('range', ['trained', 'beyond'], 'trained') === 'beyond',
      of: choose('errorsOf', CONTESTANT_IDS, errorMapView.of),
      minus: reader.take('minus', readMinus) ?? null,
    },
    publishedTable: choose('table', PUBLISHED_TABLE_IDS, first.publishedTable),
    publishedTasks:
      reader.take('tableTasks', numberOr(first.publishedTasks, JUDGING_RANGE)) ?? first.publishedTasks,
    insideView: choose('inside', INSIDE_VIEWS, first.insideView),
    insideContestant: choose('of', CONTESTANT_IDS, first.insideContestant),
    mapChoice: {
      axes: choose('axes', MAP_AXES, mapChoice.axes),
      seed: reader.take('axesSeed', numberOr(mapChoice.seed, SEED_RANGE)) ?? mapChoice.seed,
      zoom: reader.take('zoom', numberOr(mapChoice.zoom, ZOOM_RANGE)) ?? mapChoice.zoom,
    },
  };
}
