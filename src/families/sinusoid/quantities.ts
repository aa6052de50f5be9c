/** The numbers that fix a sinusoid, each with its range. */
import { FARTHEST_Y, type Quantity } from '../curve/curve.ts';
import { FARTHEST_PHASE, HIGHEST_FREQUENCY } from './check.ts';
import { rangesOf, SINUSOID_SETTINGS, type SinusoidNumbers } from './settings.ts';
import type { Sinusoid } from './sinusoid.ts';

export function quantitiesOf(numbers: SinusoidNumbers): Readonly<Record<keyof Sinusoid, Quantity>> {
  const ranges = rangesOf(numbers);
  const quantity = (id: keyof Sinusoid, minimum: number, maximum: number): Quantity => {
    return { id, symbol: SINUSOID_SETTINGS[`${id}To`].symbol, range: ranges[id], minimum, maximum };
  };
  return {
    amplitude: quantity('amplitude', -FARTHEST_Y, FARTHEST_Y),
    phase: quantity('phase', -FARTHEST_PHASE, FARTHEST_PHASE),
    frequency: quantity('frequency', 0, HIGHEST_FREQUENCY),
  };
}
