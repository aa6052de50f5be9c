/** The tours by name, and the names of their steps: what each step says and does stands in features/learn/tours. */
export const TOUR_STEPS = {
  innerLoop: ['task', 'before', 'step', 'again', 'start', 'try'],
  pretraining: ['mean', 'tie', 'steps', 'many', 'transfer', 'try'],
  secondOrder: ['chain', 'gauge', 'grow', 'trained', 'matter', 'try'],
  knobs: ['small', 'large', 'steps', 'beta', 'try'],
  batch: ['few', 'more', 'trained', 'alone', 'together', 'end', 'try'],
  shift: ['inside', 'half', 'amplitude', 'frequency', 'many', 'try'],
  instability: ['inner', 'why', 'smaller', 'clipFails', 'outer', 'clip', 'try'],
  wrongCode: ['right', 'repeated', 'later', 'unadapted', 'number', 'detached', 'trained', 'try'],
  identity: ['formula', 'size', 'direction', 'trained', 'try'],
  largeModels: ['weights', 'time', 'wide', 'memory', 'cheaper', 'saved', 'try'],
  gradients: ['closed', 'smooth', 'few', 'many', 'floor', 'try'],
  threeWays: ['optimise', 'remember', 'compare', 'name', 'outside', 'try'],
  letter: ['task', 'before', 'step', 'start', 'features', 'many', 'try'],
  hand: ['example', 'query', 'others', 'taught', 'worse'],
  classifier: ['head', 'step', 'many', 'why', 'sure', 'try'],
  transduction: [
    'untrained',
    'together',
    'alone',
    'support',
    'many',
    'manyAlone',
    'manyBySupport',
    'published',
  ],
  ownFamily: ['family', 'untrained', 'train', 'many', 'try'],
} as const satisfies Record<string, readonly string[]>;

export type TourId = keyof typeof TOUR_STEPS;

/** In the order in which they build on each other. */
export const TOUR_IDS = Object.keys(TOUR_STEPS) as TourId[];
