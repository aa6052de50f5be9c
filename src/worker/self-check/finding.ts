/** What is checked of an engine, and how far an answer is from what was expected. */
import type { Learned } from '#training/learned.ts';
import type { MetaEngine, TrainingProgress, TrainingSnapshot } from '#training/meta-engine.ts';
import type { Words } from '#core/saying.ts';
import type { Settings } from '#training/settings.ts';
import { norm } from '#models/vectors.ts';

/** What of an engine is checked, wherever it runs. */
export interface CheckedEngine extends Pick<MetaEngine, 'adapt' | 'evaluate' | 'metaGradient'> {
  begin(settings: Settings, start: Learned): void | Promise<void>;
  train(steps: number): Promise<TrainingProgress>;
  snapshot(): Promise<TrainingSnapshot | null>;
}

/** An error relative to what was expected, and of what it is. */
export interface Finding {
  readonly of: Words;
  readonly error: number;
}

export type Vector = ArrayLike<number>;

/** |found − expected|₂ / scale; not a number where lengths differ. */
export function distance(found: Vector, expected: Vector, scale: number): number {
  if (found.length !== expected.length) return Number.NaN;
  let squares = 0;
  for (let index = 0; index < expected.length; index++) {
    squares += ((found[index] ?? Number.NaN) - (expected[index] ?? Number.NaN)) ** 2;
  }
  return Math.sqrt(squares) / Math.max(scale, Number.MIN_VALUE);
}

export function compare(of: Words, found: Vector, expected: Vector): Finding {
  return { of, error: distance(found, expected, norm(expected)) };
}
