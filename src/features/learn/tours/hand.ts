/** Does it know my handwriting? Told with whatever the visitor draws. */
import { openingSettings } from '#training/settings.ts';
import type { DrawnCell } from '#families/pictures/drawn-cells.ts';
import type { PlaygroundState } from '#store/state.ts';
import { letterOf } from '../../class-letter.ts';
import type { Scene, Tour, TourStep } from '../tour.ts';
import { answerTo, named } from './named.ts';
import { counted } from './values.ts';

const SETTINGS = openingSettings('characters');
const LAST = SETTINGS.innerSteps;
const BLANK: Scene = {
  settings: SETTINGS,
  shown: ['random', 'maml', 'nearestNeighbour'],
  step: LAST,
  panel: 'learn',
};

/** The visitor's example, and their query of its class. */
function ownCells({ drawings }: PlaygroundState): {
  readonly example: DrawnCell | undefined;
  readonly query: DrawnCell | undefined;
} {
  const example = drawings.find(({ role }) => role === 'support');
  const query = drawings.find(({ role, label }) => role === 'query' && label === example?.label);
  return { example, query };
}

const answers: TourStep['values'] = (state) => {
  const { example, query } = ownCells(state);
  const [maml, omniglot, neighbour, random] = (
    ['maml', 'mamlOmniglot', 'nearestNeighbour', 'random'] as const
  ).map((id) => answerTo(state, id, query, LAST));
  return {
    letter: example === undefined ? null : letterOf(example.label),
    steps: counted(LAST),
    says: maml?.says ?? null,
    share: maml?.share ?? null,
    omniglot: omniglot?.says ?? null,
    omniglotShare: omniglot?.share ?? null,
    neighbour: neighbour?.says ?? null,
    neighbourShare: neighbour?.share ?? null,
    random: random?.says ?? null,
    randomShare: random?.share ?? null,
  };
};

export const HAND: Tour<'hand'> = {
  example: {
    scene: BLANK,
    target: 'plot',
    values: (state) => ({ ways: counted(state.settings.ways), maml: named(state, 'maml', LAST) }),
    until: (state) => ownCells(state).example !== undefined,
  },
  query: {
    target: 'plot',
    values: answers,
    until: (state) => ownCells(state).query !== undefined,
  },
  others: { target: 'plot', values: answers },
  taught: {
    target: 'plot',
    work: (store) => store.getState().showContestant('mamlOmniglot'),
    values: answers,
  },
  worse: {
    target: 'plot',
    values: answers,
    until: ({ drawings }, begun) => drawings !== begun.drawings && drawings.length > 0,
  },
};
