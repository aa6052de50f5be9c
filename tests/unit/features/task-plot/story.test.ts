/** The caption's facts: what is told of a step, and what would not be true of it. */
import { describe, expect, test } from 'vitest';
import type { CurveKnowledge } from '#families/curve/shown-curve.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import type { Contestant, ContestantId } from '#store/contestants/contestants.ts';
import { foreignTo } from '../../../../src/features/task-plot/foreign.ts';
import { standingsOf, type Story, storyOf } from '../../../../src/features/task-plot/story.ts';
import { TRAJECTORY, weightsOf } from '../../../fakes/fake-client.ts';

const THRESHOLD = 100;
type Losses = readonly [query: readonly number[], support?: readonly number[]];

function contestant(id: ContestantId): Contestant {
  const own = ['random', 'oracle', 'metaSgd', 'ridgeHead'] as const;
  const origin = own.find((name) => name === id) ?? 'maml';
  return { id, ...weightsOf(origin) };
}

function tell(
  losses: Partial<Record<ContestantId, Losses>>,
  step: number,
  knowledge: CurveKnowledge = 'true',
): Story {
  const ids = Object.keys(losses) as ContestantId[];
  const trajectories = Object.fromEntries(
    ids.map((id): [ContestantId, Trajectory] => {
      const [query, support = query] = losses[id] ?? [[]];
      const queryLoss = Float32Array.from(query);
      return [id, { ...TRAJECTORY, series: { queryLoss, supportLoss: Float32Array.from(support) } }];
    }),
  );
  return storyOf(standingsOf(ids.map(contestant), trajectories, step, THRESHOLD), step, knowledge);
}

describe('the story', () => {
  test('is of no one where nothing has adapted', () => {
    expect(tell({}, 0)).toEqual({ kind: 'nothing' });
  });

  test('of whoever is solved for tells no steps', () => {
    expect(tell({ ridgeHead: [[3, 0.1, 0.1]], maml: [[3, 2, 1]] }, 2)).toMatchObject({
      kind: 'snapped',
      hero: { id: 'ridgeHead', counts: 'solution', followsAlpha: false },
      others: [{ id: 'maml', counts: 'gradientStep' }],
    });
  });

  test('before any step names no winner', () => {
    expect(tell({ random: [[3, 2]], maml: [[1, 0.1]] }, 0)).toEqual({ kind: 'before' });
  });

  test('is of the one with the least error, which snapped on if one step left a quarter of it', () => {
    const losses: Partial<Record<ContestantId, Losses>> = { random: [[3, 2, 1.9]], maml: [[1, 0.2, 0.1]] };
    expect(tell(losses, 1)).toMatchObject({
      kind: 'snapped',
      hero: { id: 'maml' },
      others: [{ id: 'random' }],
    });
    expect(tell(losses, 2)).toMatchObject({ kind: 'snapped', hero: { now: Math.fround(0.1) } });
    expect(tell({ random: [[3, 2, 1.9]] }, 1)).toMatchObject({ kind: 'leads', hero: { id: 'random' } });
  });

  test('does not praise a first step that later ones have undone', () => {
    expect(
      tell(
        {
          maml: [
            [1, 0.2, 0.6],
            [1, 0.2, 0.1],
          ],
        },
        2,
      ),
    ).toMatchObject({ kind: 'leads' });
  });

  test('does not give a first step the credit where a later one has raised the error and another mended it', () => {
    expect(tell({ maml: [[3, 0.2, 0.5, 0.1]] }, 3)).toMatchObject({ kind: 'leads' });
    expect(tell({ maml: [[3, 0.2, 0.05, 0.15]] }, 3)).toMatchObject({ kind: 'leads' });
    // What comes after the shown step has not happened yet.
    expect(tell({ maml: [[3, 0.2, 0.15, 0.5]] }, 2)).toMatchObject({ kind: 'snapped' });
  });

  test('says of no error that has risen that it leads, though it is the least', () => {
    const losses: Partial<Record<ContestantId, Losses>> = {
      maml: [
        [1, 1.2],
        [1, 0.5],
      ],
      random: [
        [3, 2],
        [3, 2],
      ],
    };
    expect(tell(losses, 1)).toMatchObject({
      kind: 'stillBest',
      hero: { id: 'maml' },
      others: [{ id: 'random' }],
    });
  });

  test.each([
    ['original', 'original'],
    ['unknown', 'own'],
  ] as const)('knows no winner where the curve is %s', (knowledge, kind) => {
    const losses: Partial<Record<ContestantId, Losses>> = { random: [[3, 2]], maml: [[1, 0.1]] };
    for (const step of [0, 1]) expect(tell(losses, step, knowledge)).toMatchObject({ kind });
    // That α is too large is true of any points.
    expect(tell({ maml: [[1, NaN]] }, 1, knowledge)).toMatchObject({ kind: 'blewUp' });
  });

  test('lets the oracle, which has nothing to adapt, lead no one', () => {
    expect(tell({ oracle: [[0.01, 0.01]], maml: [[1, 0.5]] }, 1)).toMatchObject({ hero: { id: 'maml' } });
  });

  test('says so where no query error has fallen', () => {
    expect(
      tell(
        {
          maml: [
            [1, 1.2],
            [1, 0.5],
          ],
          random: [
            [3, 3.5],
            [3, 2],
          ],
        },
        1,
      ),
    ).toMatchObject({
      kind: 'worse',
      hero: { id: 'maml' },
    });
  });

  test('is of a support error that rises for good, not of one that comes down again', () => {
    expect(
      tell(
        {
          maml: [
            [1, 3, 4],
            [1, 2, 4],
          ],
        },
        1,
      ),
    ).toMatchObject({ kind: 'overshot', hero: { id: 'maml' } });
    expect(
      tell(
        {
          maml: [
            [1, 3, 0.5],
            [1, 2, 0.5],
          ],
        },
        1,
      ),
    ).toMatchObject({ kind: 'worse' });
  });

  test('is of what blows up, from the start on, and names the others apart', () => {
    const losses: Partial<Record<ContestantId, Losses>> = { random: [[3, 2, 1]], maml: [[1, 9, NaN]] };
    for (const step of [0, 2]) {
      expect(tell(losses, step)).toMatchObject({
        kind: 'blewUp',
        broken: [{ id: 'maml', divergedAt: 2, followsAlpha: true }],
        others: [{ id: 'random' }],
      });
    }
    expect(tell({ metaSgd: [[1, 900]] }, 1)).toMatchObject({ broken: [{ followsAlpha: false }] });
  });
});

test('a curve is foreign to weights that were trained on others, never to untrained ones', () => {
  const curve = { amplitude: 2, frequency: 1, phase: 4.2 };
  expect(foreignTo(contestant('maml'), curve)).toMatchObject({ symbol: 'φ', value: 4.2, from: 0 });
  expect(foreignTo(contestant('maml'), { ...curve, phase: Math.PI })).toBeNull();
  expect(foreignTo(contestant('maml'), { ...curve, frequency: 2 })).toMatchObject({ symbol: 'ω' });
  expect(foreignTo(contestant('random'), curve)).toBeNull();
});
