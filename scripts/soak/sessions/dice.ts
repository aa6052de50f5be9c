/** Chance that a seed repeats: every action of a session has dice of its own, so that one left out changes no other. */
import { threefry2x32 } from '../../../src/core/rng.ts';

/** Told apart from the streams of the page. */
const STREAM = 0x50a4;

export interface Dice {
  /** Uniform on [0, 1). */
  readonly uniform: () => number;
  /** A whole number from 0 to below `count`. */
  readonly below: (count: number) => number;
  /** @throws Error if there is nothing to choose from. */
  readonly oneOf: <Item>(items: readonly Item[]) => Item;
  /** With this chance. */
  readonly happens: (chance: number) => boolean;
}

export function createDice(seed: number, action: number): Dice {
  let counter = 0;
  const uniform = () => {
    counter += 1;
    const [word] = threefry2x32([seed, STREAM], [action, counter]);
    return word / 2 ** 32;
  };
  const below = (count: number) => Math.floor(uniform() * count);
  return {
    uniform,
    below,
    oneOf: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('Expected something to choose from.');
      return item;
    },
    happens: (chance) => uniform() < chance,
  };
}

/** One of the items, by their weights. */
export function weighted<Item extends { readonly weight: number }>(dice: Dice, items: readonly Item[]): Item {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  let left = dice.uniform() * total;
  const found = items.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return found ?? dice.oneOf(items);
}
