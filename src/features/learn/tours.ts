/** All tours, their steps in order. */
import { TOUR_STEPS, type TourId } from '#store/page/tour-outline.ts';
import type { Tour, TourStep } from './tour.ts';
import { BATCH } from './tours/batch.ts';
import { CLASSIFIER } from './tours/classifier.ts';
import { GRADIENTS } from './tours/gradients.ts';
import { HAND } from './tours/hand.ts';
import { IDENTITY } from './tours/identity.ts';
import { INNER_LOOP } from './tours/inner-loop.ts';
import { INSTABILITY } from './tours/instability.ts';
import { KNOBS } from './tours/knobs.ts';
import { LARGE_MODELS } from './tours/large-models.ts';
import { LETTER } from './tours/letter.ts';
import { OWN_FAMILY } from './tours/own-family.ts';
import { PRETRAINING } from './tours/pretraining.ts';
import { SECOND_ORDER } from './tours/second-order.ts';
import { SHIFT } from './tours/shift.ts';
import { THREE_WAYS } from './tours/three-ways.ts';
import { TRANSDUCTION } from './tours/transduction.ts';
import { WRONG_CODE } from './tours/wrong-code.ts';

const TOURS: { readonly [Id in TourId]: Tour<Id> } = {
  innerLoop: INNER_LOOP,
  pretraining: PRETRAINING,
  secondOrder: SECOND_ORDER,
  knobs: KNOBS,
  batch: BATCH,
  shift: SHIFT,
  instability: INSTABILITY,
  wrongCode: WRONG_CODE,
  identity: IDENTITY,
  largeModels: LARGE_MODELS,
  gradients: GRADIENTS,
  threeWays: THREE_WAYS,
  letter: LETTER,
  hand: HAND,
  classifier: CLASSIFIER,
  transduction: TRANSDUCTION,
  ownFamily: OWN_FAMILY,
};

export function tourSteps(id: TourId): readonly [TourStep, ...TourStep[]] {
  const tour: Readonly<Record<string, TourStep>> = TOURS[id];
  const [first, ...others] = TOUR_STEPS[id].flatMap((name) => tour[name] ?? []);
  if (first === undefined) throw new Error(`Expected steps in the tour ${id}.`);
  return [first, ...others];
}
