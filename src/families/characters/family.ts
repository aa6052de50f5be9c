/**
 * Few-shot classification of characters as a family of tasks, after Vinyals et al. (arXiv:1606.04080): what a task is stands
 * in `tasks.ts`, where its characters come from in `characters.ts`.
 */
import { STREAMS, type Stream } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import type { PictureFamily } from '../family.ts';
import { worstCrossEntropy } from '../losses/cross-entropy.ts';
import { type Characters, inventedCharacters, type Split } from './characters.ts';
import { CHARACTER_OPENING, CHARACTER_SETTINGS, type CharacterNumbers } from './settings.ts';
import { characterTasks, classCounts } from './tasks.ts';

/** Training has alphabets of its own; whatever else is asked for is of such as no training sees. */
function splitOf(stream: Stream): Split {
  if (stream === STREAMS.metaTraining) return 'training';
  return stream === STREAMS.validation ? 'validation' : 'heldOut';
}

// The newest seed's, since letters are drawn again and again.
const kept = new Map<Split, { readonly seed: number; readonly characters: Characters }>();

function charactersOf(seed: number, split: Split): Characters {
  const known = kept.get(split);
  if (known?.seed === seed) return known.characters;
  const characters = inventedCharacters(seed, split);
  kept.set(split, { seed, characters });
  return characters;
}

type Seeded = CharacterNumbers & { readonly seed: number };

function tasksOf({ seed, ways, side }: Seeded, stream: Stream) {
  return characterTasks(charactersOf(seed, splitOf(stream)), { seed, stream, ways, side });
}

export const characters = {
  settings: CHARACTER_SETTINGS,
  opening: CHARACTER_OPENING,
  sights: ['points'],
  shapeOf: ({ ways, side }) => ({
    inputs: side * side,
    outputs: ways,
    words: said`${side * side} inputs, the pixels of a picture, and ${ways} outputs, one for each class`,
    example: null,
  }),
  loss: 'crossEntropy',
  pointCounts: ({ ways }, counts) => classCounts(ways, counts),
  tasks: tasksOf,
  worstLoss: ({ ways }) => worstCrossEntropy(ways),
  view: 'pictures',
  pictures: {
    shown(numbers, index, counts) {
      const { ways, side } = numbers;
      const task = tasksOf(numbers, STREAMS.shownTask).sample(index, classCounts(ways, counts));
      return { ...task, ways, side };
    },
  },
} as const satisfies PictureFamily<CharacterNumbers>;
