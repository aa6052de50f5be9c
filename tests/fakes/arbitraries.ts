/** Random networks, as a file may hold them. */
import fc from 'fast-check';
import { ACTIVATIONS } from '#models/activations.ts';
import { type Network, parameterCount } from '#models/architecture.ts';

/** Finite float32 numbers, with -0, denormals and the largest among them. */
const finite = fc.float({ noNaN: true, noDefaultInfinity: true });

export const networks: fc.Arbitrary<Network> = fc
  .record({
    layerSizes: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 6 }),
    activation: fc.constantFrom(...ACTIVATIONS),
  })
  .chain((architecture) => {
    const size = parameterCount(architecture);
    const values = fc.array(finite, { minLength: size, maxLength: size });
    return values.map((parameters) => ({ architecture, parameters: Float32Array.from(parameters) }));
  });

/** Bit by bit, because -0 and 0 are equal as numbers. */
export function bitsOf(values: Float32Array): number[] {
  return [...new Uint32Array(values.slice().buffer)];
}
