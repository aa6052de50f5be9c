/** Which of a run's weights are kept. */
import { expect, test } from 'vitest';
import { thinned, extendTimeline } from '#store/training/timeline.ts';
import type { Contestant } from '#store/contestants/contestants.ts';
import { weightsOf } from '../../../fakes/fake-client.ts';

const WEIGHTS = weightsOf('maml');

function after(iteration: number, parameters = WEIGHTS.network.parameters): Contestant {
  const { details, network } = WEIGHTS;
  return { ...WEIGHTS, id: 'live', details: { ...details, iteration }, network: { ...network, parameters } };
}

function keep(iterations: readonly number[], parameters?: Float32Array): number[] {
  return iterations
    .reduce<readonly Contestant[]>(
      (kept, iteration) => extendTimeline(kept, after(iteration, parameters)),
      [],
    )
    .map(({ details }) => details.iteration);
}

test('the first steps are all kept, later ones by ratio', () => {
  expect(keep([0, 1, 2, 3, 4])).toEqual([0, 1, 2, 3, 4]);
  expect(keep([0, 100, 105, 111, 112, 125])).toEqual([0, 100, 111, 125]);
  expect(keep([0, 7, 7])).toEqual([0, 7]);
});

test('of a long run forty stay, the start and the newest among them, evenly by ratio', () => {
  const kept = keep(Array.from({ length: 70_001 }, (_, iteration) => iteration));
  expect(kept).toHaveLength(40);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBeGreaterThan(70_000 / 1.1);
  const late = kept.filter((iteration) => iteration >= 20);
  const ratios = late.slice(1).map((iteration, index) => iteration / (late[index] ?? 1));
  expect(Math.max(...ratios)).toBeLessThan(1.7);
});

test('a large network leaves room for fewer', () => {
  const iterations = Array.from({ length: 60 }, (_, index) => Math.round(1.2 ** index) + index);
  expect(keep(iterations, new Float32Array(1_000_000)).length).toBe(8);
});

test('too many are thinned to the room there is, the start and the newest left among them', () => {
  const kept = thinned(Array.from({ length: 50 }, (_, index) => after(3 ** index)));
  expect(kept).toHaveLength(40);
  expect(kept[0]?.details.iteration).toBe(1);
  expect(kept.at(-1)?.details.iteration).toBe(3 ** 49);
});
