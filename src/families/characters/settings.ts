/** The numbers that fix a distribution of tasks of characters. */
import { type NumberSetting, whole } from '#core/number-setting.ts';
import { said } from '#core/saying.ts';
import type { Opening } from '../family.ts';
import type { PointCounts } from '../task.ts';
import { KEPT_SIDE } from '../pictures/picture-set.ts';

/** Half as fine as pictures are kept: what trains in minutes without a GPU. */
const USUAL_SIDE = KEPT_SIDE / 2;

export const CHARACTER_SETTINGS = {
  ways: {
    ...whole('N', 2, 20, 5),
    rail: { section: 'task', place: 1 },
    flag: { help: 'classes N of a task of characters' },
  },
  side: {
    ...whole('', USUAL_SIDE, KEPT_SIDE, USUAL_SIDE),
    step: USUAL_SIDE,
    name: said`the side of a picture`,
    rail: { section: 'task', isFolded: true, place: 2 },
    flag: { help: 'pixels of the side of a character’s picture' },
  },
} satisfies Record<string, NumberSetting>;

export type CharacterNumbers = Readonly<Record<keyof typeof CHARACTER_SETTINGS, number>>;

const RATE = { maximum: 10, initial: 0.4 } as const;

/**
 * K and Q count drawings of each class here. What opens is what docs/characters.md measures: it trains in minutes on a
 * processor.
 */
export const CHARACTER_OPENING: Opening = {
  numbers: {
    shots: {
      maximum: 10,
      initial: 1,
      flag: { place: 1, help: 'support points K of a task; query points too' },
    },
    queryPoints: { maximum: 15, initial: 5 },
    alpha: RATE,
    trainingAlpha: RATE,
    innerSteps: { initial: 5 },
    beta: { initial: 0.003 },
    metaBatch: { initial: 8 },
    iterations: { initial: 2000 },
  },
  choices: { initialisation: 'he' },
};

/** A class turned by a quarter is another class in training. */
export const TURNS = 4;

/**
 * So many classes a classifier of training classes tells apart at most: invented ones have no end, and a head of Omniglot’s 2,632
 * would be most of the network.
 */
export const CLASSIFIED = 1000;

/** Points of a task with so many drawings of each of N classes. */
export function classCounts(ways: number, { shots, queryPoints }: PointCounts): PointCounts {
  return { shots: ways * shots, queryPoints: ways * queryPoints };
}
