/** Where everything lies in the kernel's memory: what all tasks share, and what each task has for itself. */
import { type Architecture, inputSize, outputSize, parameterCount } from '#models/architecture.ts';
import { createAllocator, type Place, shifted, sharedPlace } from './place.ts';
import type { PlacedPoints } from './schedule.ts';
import { recordWidth } from './record-width.ts';

/**
 * What all tasks share: the trained vector, Adam's moments, between parts of a meta-batch the gradient, and inner
 * learning rates that are given and not trained.
 */
export interface SharedMemory {
  readonly parameters: Place;
  readonly firstMoment: Place;
  readonly secondMoment: Place;
  readonly rates: Place;
  readonly size: number;
}

/** `learned` numbers are trained, of which the first are the network's `parameters`. */
export function sharedMemory(learned: number, parameters: number): SharedMemory {
  return {
    parameters: sharedPlace(0),
    firstMoment: sharedPlace(learned),
    secondMoment: sharedPlace(2 * learned),
    rates: sharedPlace(4 * learned),
    size: 4 * learned + parameters,
  };
}

/** One task's memory, handed out in the order in which it is asked for. */
export function taskMemory(architecture: Architecture) {
  const { take, size } = createAllocator();
  const [inputs, outputs] = [inputSize(architecture), outputSize(architecture)];
  const width = recordWidth(architecture);
  const parameters = parameterCount(architecture);
  return {
    outputs,
    size,
    take,
    vector: () => take(parameters),
    record: (count: number) => take(count * width),
    predictions: (count: number) => take(count * outputs),
    points: (count: number) => {
      const pointsSize = count * (inputs + outputs);
      const to = take(pointsSize);
      const range = (first: number, length: number): PlacedPoints => ({
        x: shifted(to, first * inputs),
        y: shifted(to, count * inputs + first * outputs),
        count: length,
      });
      return { to, size: pointsSize, range };
    },
  };
}

export type TaskMemory = ReturnType<typeof taskMemory>;
