/** Draws one after the other from one place of a random source: for what is made of many of them, such as a letter. */
import type { RandomSource } from '#core/rng.ts';

export interface Dice {
  /** Uniform on [0, 1). */
  uniform(): number;
  /** Uniform from one number to another. */
  between(from: number, to: number): number;
  /** Normal, with mean 0. */
  normal(deviation: number): number;
  chance(probability: number): boolean;
  /** One of a list that has an entry. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** The draws (major, first), (major, first + 1), … of a source; whoever makes two of one `major` keeps them apart. */
export function dice(random: RandomSource, major: number, first = 0): Dice {
  let next = first;
  const uniform = () => random.uniform(major, next++);
  return {
    uniform,
    between: (from, to) => from + (to - from) * uniform(),
    normal: (deviation) => deviation * random.normal(major, next++),
    chance: (probability) => uniform() < probability,
    pick: (items) => items[Math.floor(uniform() * items.length)] ?? items[0],
  };
}
