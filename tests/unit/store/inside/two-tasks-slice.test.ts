/** Two tasks on one plane: which they are, and what follows a dragged θ. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAP_SIZE } from '#store/inside/map-grid.ts';
import { HOME } from '#store/inside/two-tasks-slice.ts';
import { openPage, weightsOf } from '../../../fakes/fake-client.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const rest = () => vi.advanceTimersByTimeAsync(3000);

async function openView() {
  const opening = openPage({
    twoTaskPull: async ({ place }) => ({
      ends: [place, place].map(({ x, y }) => ({ x: x + 1, y: y + 2, distance: 3, outside: 0 })),
      arrows: [],
    }),
  });
  await rest();
  const page = await opening;
  page.state().putContestant({ id: 'maml', ...weightsOf('maml') });
  page.state().openInside('twoTasks');
  await rest();
  return page;
}

test('the losses of the shown task and of the next one are mapped, with room around both ends', async () => {
  const { state, client } = await openView();
  const { twoTasks, twoTasksProgress, pull } = state();
  expect(twoTasksProgress).toBeNull();
  expect(twoTasks?.centre).toBe('maml');
  expect(twoTasks?.tasks[0]).toBe(state().task);
  expect(twoTasks?.losses.map(({ length }) => length)).toEqual([MAP_SIZE ** 2, MAP_SIZE ** 2]);
  expect((twoTasks?.grid.spacing ?? 0) * (MAP_SIZE - 1)).toBeGreaterThan(4);
  expect(pull?.place).toEqual(HOME);
  const mapped = client().asked.mapLosses.map(({ task }) => task.support);
  const [first, second] = [mapped[0], mapped.at(-1)];
  expect(first).toEqual(state().task.support);
  state().newTask();
  await rest();
  expect(second).toEqual(state().task.support);
});

test('what pulls follows θ to the newest place, and goes home with another task', async () => {
  const { state, client } = await openView();
  const asked = client().asked.twoTaskPull.length;
  for (const x of [0.1, 0.2, 0.3]) state().dragTheta({ x, y: 0 });
  await rest();
  expect(state().pull?.place).toEqual({ x: 0.3, y: 0 });
  expect(client().asked.twoTaskPull.length - asked).toBeLessThan(3);
  const before = state().twoTasks;
  state().nextOtherTask();
  await rest();
  expect(state().thetaAt).toEqual(HOME);
  expect(state().pull?.place).toEqual(HOME);
  expect(state().twoTasks?.tasks[1]).not.toEqual(before?.tasks[1]);
});
