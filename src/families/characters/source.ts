/** Where the tasks of the family come from: alphabets, hands and pens. The page loads this when it first draws a character. */
import { PlaygroundError } from '#core/errors.ts';
import { STREAMS, type Stream } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import { inked } from '../pictures/ink.ts';
import type { Pictures } from '../pictures/pictures.ts';
import {
  type Characters,
  drawnCharacters,
  inventedCharacters,
  type Split,
  withTurned,
} from './characters.ts';
import { type CharacterNumbers, classCounts } from './settings.ts';
import { characterTasks } from './tasks.ts';

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

/** @throws PlaygroundError `input-invalid` where no task can be drawn without drawing something twice. */
function expectEnough(characters: Characters, ways: number, each: number): void {
  const { classes } = characters;
  const fewest = Math.min(...Array.from({ length: classes }, (_, ofClass) => characters.drawings(ofClass)));
  if (classes < ways)
    throw new PlaygroundError('input-invalid', said`Expected at least ${ways} classes, found ${classes}.`);
  if (fewest < each)
    throw new PlaygroundError(
      'input-invalid',
      said`Expected at least ${each} drawings of each class, found one with ${fewest}.`,
    );
}

type Seeded = CharacterNumbers & { readonly seed: number };

/** The family's own tasks of a stream. */
export function tasksOf({ seed, ways, side }: Seeded, stream: Stream) {
  return characterTasks(charactersOf(seed, splitOf(stream)), { seed, stream, ways, side });
}

export const pictures: Pictures<CharacterNumbers> = {
  drawnTasks(numbers, set, stream) {
    const { seed, ways, side, shots, queryPoints } = numbers;
    const upright = drawnCharacters(set, null);
    expectEnough(upright, ways, shots + queryPoints);
    const all = stream === STREAMS.metaTraining ? withTurned(upright) : upright;
    return characterTasks(all, { seed, stream, ways, side });
  },
  shown(numbers, index, counts) {
    const { ways, side } = numbers;
    const task = tasksOf(numbers, STREAMS.shownTask).sample(index, classCounts(ways, counts));
    return { ...task, ways, side };
  },
  inked,
};
