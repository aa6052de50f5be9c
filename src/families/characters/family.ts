/**
 * Few-shot classification of characters as a family of tasks, after Vinyals et al. (arXiv:1606.04080): what a task is stands
 * in `tasks.ts`, where its characters come from in `characters.ts`.
 */
import { said } from '#core/saying.ts';
import type { PictureFamily } from '../family.ts';
import { worstCrossEntropy } from '../losses/cross-entropy.ts';
import {
  CHARACTER_OPENING,
  CHARACTER_SETTINGS,
  type CharacterNumbers,
  CLASSIFIED,
  TURNS,
  classCounts,
} from './settings.ts';
import type * as Source from './source.ts';

let source: typeof Source | null = null;

function expectSource(): typeof Source {
  if (source === null) throw new RangeError('Expected the characters to be loaded, found none.');
  return source;
}

export const characters = {
  settings: CHARACTER_SETTINGS,
  opening: CHARACTER_OPENING,
  late: {
    isHere: () => source !== null,
    load: async () => {
      source ??= await import('./source.ts');
    },
  },
  sights: ['points'],
  shapeOf: ({ ways, side }) => ({
    inputs: side * side,
    outputs: ways,
    words: said`${side * side} inputs, the pixels of a picture, and ${ways} outputs, one for each class`,
    example: null,
  }),
  loss: 'crossEntropy',
  pointCounts: ({ ways }, counts) => classCounts(ways, counts),
  tasks: (numbers, stream) => expectSource().tasksOf(numbers, stream),
  worstLoss: ({ ways }) => worstCrossEntropy(ways),
  view: 'pictures',
  pictures: {
    classified: CLASSIFIED,
    turns: TURNS,
    classifierTasks: (...asked) => expectSource().pictures.classifierTasks(...asked),
    drawnTasks: (...asked) => expectSource().pictures.drawnTasks(...asked),
    classesOf: (...asked) => expectSource().pictures.classesOf(...asked),
    shown: (...asked) => expectSource().pictures.shown(...asked),
    inked: (...asked) => expectSource().pictures.inked(...asked),
  },
} as const satisfies PictureFamily<CharacterNumbers>;
