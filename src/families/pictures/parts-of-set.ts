/** Which classes of a set are trained on, and which are kept from every training: decided by their names alone. */
import type { Part } from '../parts.ts';
import type { PictureClass, PictureSet } from './picture-set.ts';

/** Of ten in the order of their names. Few classes are shared out as evenly as many. */
const PART_OF_TEN: readonly Part[] = [
  'training',
  'training',
  'heldOut',
  'training',
  'training',
  'validation',
  'training',
  'training',
  'heldOut',
  'training',
];

/** From so many alphabets on, each is for one thing as a whole: characters of one alphabet resemble each other. */
const ENOUGH_ALPHABETS = PART_OF_TEN.length;

function byName<Named extends { readonly name: string }>(named: readonly Named[]): Named[] {
  return named.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function ofPart<Item>(items: readonly Item[], part: Part): Item[] {
  return items.filter((_, at) => PART_OF_TEN[at % PART_OF_TEN.length] === part);
}

/**
 * The classes of a set's part, all of them for `null`, in the order of their alphabets' names. Parts are of whole alphabets where
 * there are ten or more, else of single classes.
 */
export function classesOfPart({ alphabets }: PictureSet, part: Part | null): PictureClass[] {
  const sorted = byName(alphabets);
  const classesOf = (some: PictureSet['alphabets']) => some.flatMap(({ classes }) => classes);
  if (part === null) return classesOf(sorted);
  if (sorted.length >= ENOUGH_ALPHABETS) return classesOf(ofPart(sorted, part));
  return ofPart(
    sorted.flatMap(({ classes }) => byName(classes)),
    part,
  );
}
