/** Where the tasks of the family come from: alphabets, hands and pens. The page loads this when it first draws a character. */
import { PlaygroundError } from '#core/errors.ts';
import { STREAMS, type Stream } from '#core/rng.ts';
import { said, type Words } from '#core/saying.ts';
import { inked } from '../pictures/ink.ts';
import { classesOfPart } from '../pictures/parts-of-set.ts';
import { type Part, partOf } from '../parts.ts';
import type { PictureSet } from '../pictures/picture-set.ts';
import type { Pictures } from '../pictures/pictures.ts';
import { type Characters, drawnCharacters, inventedCharacters, withTurned } from './characters.ts';
import { type CharacterNumbers, CLASSIFIED, classCounts, TURNS } from './settings.ts';
import { characterTasks, classifierTasks } from './tasks.ts';

// The newest seed's, since letters are drawn again and again.
const kept = new Map<Part, { readonly seed: number; readonly characters: Characters }>();

function charactersOf(seed: number, part: Part): Characters {
  const known = kept.get(part);
  if (known?.seed === seed) return known.characters;
  const characters = inventedCharacters(seed, part);
  kept.set(part, { seed, characters });
  return characters;
}

/** What too few classes are called, by what they are for. */
const PART_WORDS: Readonly<Record<Part, Words>> = {
  training: said`classes to train on`,
  validation: said`classes for validation`,
  heldOut: said`held-out classes`,
};

function classesOf(set: PictureSet): Readonly<Record<Part, number>> {
  const count = (part: Part) => classesOfPart(set, part).length;
  return { training: count('training'), validation: count('validation'), heldOut: count('heldOut') };
}

/** Too few classes, told with how all of them are split. */
function tooFew(ways: number, found: number, set: PictureSet, part: Part | null): Words {
  if (part === null) return said`Expected at least ${ways} classes, found ${found}.`;
  const { training, validation, heldOut } = classesOf(set);
  const all = training + validation + heldOut;
  const how = said`of ${all} classes, ${training} are to train on, ${validation} for validation and ${heldOut} held out`;
  return said`Expected at least ${ways} ${PART_WORDS[part]}, found ${found}: ${how}.`;
}

/** @throws PlaygroundError `input-invalid` where no task can be drawn without drawing something twice. */
function expectEnough(
  characters: Characters,
  ways: number,
  each: number,
  set: PictureSet,
  part: Part | null,
): void {
  const { classes } = characters;
  const fewest = Math.min(...Array.from({ length: classes }, (_, ofClass) => characters.drawings(ofClass)));
  if (classes < ways) throw new PlaygroundError('input-invalid', tooFew(ways, classes, set, part));
  if (fewest < each)
    throw new PlaygroundError(
      'input-invalid',
      said`Expected at least ${each} drawings of each class, found one with ${fewest}.`,
    );
}

type Seeded = CharacterNumbers & { readonly seed: number };

/** The family's own tasks of a stream. */
export function tasksOf({ seed, ways, side }: Seeded, stream: Stream) {
  return characterTasks(charactersOf(seed, partOf(stream)), { seed, stream, ways, side });
}

export const pictures: Pictures<CharacterNumbers> = {
  drawnTasks(numbers, { set, isSplit = false }, stream) {
    const { seed, ways, side, shots, queryPoints } = numbers;
    const part = isSplit ? partOf(stream) : null;
    const upright = drawnCharacters(set, part);
    expectEnough(upright, ways, shots + queryPoints, set, part);
    const all = stream === STREAMS.metaTraining ? withTurned(upright) : upright;
    return characterTasks(all, { seed, stream, ways, side });
  },
  shown(numbers, index, counts) {
    const { ways, side } = numbers;
    const task = tasksOf(numbers, STREAMS.shownTask).sample(index, classCounts(ways, counts));
    return { ...task, ways, side };
  },
  classified: CLASSIFIED,
  turns: TURNS,
  classifierTasks({ seed, side, ways, shots, queryPoints }, given) {
    const stream = STREAMS.metaTraining;
    if (given === null) return classifierTasks(charactersOf(seed, 'training'), { seed, stream, side });
    const { set, isSplit = false } = given;
    const part = isSplit ? 'training' : null;
    const upright = drawnCharacters(set, part);
    expectEnough(upright, ways, shots + queryPoints, set, part);
    return classifierTasks(withTurned(upright), { seed, stream, side });
  },
  classesOf,
  inked,
};
