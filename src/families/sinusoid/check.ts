/** Which sinusoids from elsewhere are accepted. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { FARTHEST_Y } from '../curve/curve.ts';
import type { Sinusoid } from './sinusoid.ts';

/** Beyond it single precision has no fine phases left. */
export const FARTHEST_PHASE = 10_000;
export const HIGHEST_FREQUENCY = 10;

function refuse(what: Words, found: number): never {
  throw new PlaygroundError('input-invalid', said`Expected ${what}, found ${JSON.stringify(found)}.`);
}

/** @throws PlaygroundError `input-invalid` unless the curve stays within what the plot can show. */
export function checkSinusoid({ amplitude, phase, frequency }: Sinusoid): void {
  if (!(Math.abs(amplitude) <= FARTHEST_Y)) refuse(said`an amplitude of at most ${FARTHEST_Y}`, amplitude);
  if (!(Math.abs(phase) <= FARTHEST_PHASE)) refuse(said`a phase of at most ${FARTHEST_PHASE}`, phase);
  if (!(frequency >= 0 && frequency <= HIGHEST_FREQUENCY)) refuse(said`a frequency from 0 to 10`, frequency);
}
