/** Two tasks that pull at one θ: what is drawn on the plane is the engine's meta-gradients, projected. */
import { describe, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { sampleTasks } from '#families/task.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { dot, norm, projectOnto } from '#models/parameter-plane.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { tasksOf } from '#training/tasks.ts';
import type { TaskPair } from '#training/two-task-pull.ts';
import { networkOnPlane, type PulledNetwork, twoTaskPlane, twoTaskPull } from '#worker/two-tasks.ts';
import { referenceMetaGradient } from '../../reference/float64-maml.ts';
import { simdEngine } from '../../simd-engine.ts';

const engine = simdEngine();
const [first, second] = sampleTasks(tasksOf(DEFAULT_SETTINGS, STREAMS.shownTask), 3, 2, {
  shots: 5,
  queryPoints: 7,
});
if (first === undefined || second === undefined) throw new Error('Expected two tasks.');
const PAIR: TaskPair = [first, second];

const ASKED: PulledNetwork = {
  at: { network: initialiseNetwork(PAPER_ARCHITECTURE, 'glorot', 5), rates: null },
  loss: 'squaredError',
  tasks: PAIR,
  alpha: 0.02,
  innerSteps: 2,
  innerBatch: null,
  proximal: { lambda: 2, conjugateGradientSteps: 5 },
};

describe('the plane of two tasks', () => {
  test('holds θ and what it adapts to on each of them', async () => {
    const plane = await twoTaskPlane(engine, ASKED);
    const { ends } = await twoTaskPull(engine, ASKED, plane);
    expect(plane.origin).toEqual(ASKED.at.network.parameters);
    for (const { distance, outside } of ends) {
      expect(distance).toBeGreaterThan(0.01);
      expect(outside / distance).toBeLessThan(1e-5);
    }
    expect(Math.abs(dot(plane.across, plane.up))).toBeLessThan(1e-6);
  });

  test('shows the updates that float64 finds, at any place of it', async () => {
    const plane = await twoTaskPlane(engine, ASKED);
    const moved = networkOnPlane(ASKED, plane, { x: 0.3, y: -0.2 });
    expect(projectOnto(plane, moved.at.network.parameters)).toMatchObject({
      x: expect.closeTo(0.3, 5),
      y: expect.closeTo(-0.2, 5),
    });
    const { arrows } = await twoTaskPull(engine, moved, plane);
    const exact = (algorithm: (typeof arrows)[number]['algorithm']) =>
      referenceMetaGradient(algorithm, { ...moved, ...moved.at.network, rates: null }).gradient;
    const maml = exact('maml');
    expect(arrows.map(({ algorithm }) => algorithm)).toEqual(['maml', 'fomaml', 'reptile', 'imaml']);
    for (const { algorithm, length, across, up, angle } of arrows) {
      const gradient = exact(algorithm);
      const cosine = dot(gradient, maml) / norm(gradient) / norm(maml);
      expect(length / norm(gradient)).toBeCloseTo(1, 4);
      expect(across).toBeCloseTo(-dot(gradient, plane.across) / norm(gradient), 4);
      expect(up).toBeCloseTo(-dot(gradient, plane.up) / norm(gradient), 4);
      expect(Math.cos(angle)).toBeCloseTo(cosine, 4);
    }
  });

  test('is a random one where nothing moves, and has no arrows where the inner loop blows up', async () => {
    const still = await twoTaskPlane(engine, { ...ASKED, alpha: 0 });
    expect(norm(still.across)).toBeCloseTo(1, 5);
    expect(norm(still.up)).toBeCloseTo(1, 5);
    const wild = { ...ASKED, alpha: 10, innerSteps: 5 };
    const { arrows, ends } = await twoTaskPull(engine, wild, still);
    expect(Number.isFinite(arrows[0]?.length)).toBe(false);
    expect(ends.every(({ x }) => Number.isFinite(x))).toBe(false);
  });
});
