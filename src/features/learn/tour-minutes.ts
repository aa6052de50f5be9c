/** How long the tours take. */
import type { TourId } from '#store/page/tour-outline.ts';

/** Minutes that a tour takes a reader. */
export const TOUR_MINUTES: Readonly<Record<TourId, number>> = {
  innerLoop: 3,
  pretraining: 4,
  secondOrder: 4,
  knobs: 4,
  batch: 4,
  shift: 4,
  instability: 4,
  wrongCode: 5,
  identity: 3,
  largeModels: 4,
  gradients: 4,
  threeWays: 4,
  letter: 4,
  hand: 3,
  classifier: 4,
  transduction: 4,
  ownFamily: 3,
};
