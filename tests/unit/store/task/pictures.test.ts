/** The page in the world of pictures: it is chosen and left again, its task is drawn into, and only who knows it is asked. */
import { expect, test } from 'vitest';
import { openPage } from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';

const LINE = {
  strokes: [
    [
      { x: 0.2, y: 0.2 },
      { x: 0.8, y: 0.8 },
    ],
  ],
  width: 0.1,
};

async function openCharacters() {
  const page = await openPage();
  page.state().chooseFamily('characters');
  await page.state().completeTask();
  await settled();
  return page;
}

test('another family brings its settings along, and the one before has its own again', async () => {
  const { state } = await openPage();
  state().setNumber('alpha', 0.02);
  state().addPoint(1, 1);
  state().chooseFamily('characters');
  expect(state().settings).toMatchObject({ family: 'characters', alpha: 0.4, shots: 1, ways: 5 });
  expect(state()).toMatchObject({ task: { view: 'pictures' }, taskPast: [], trajectories: {} });
  state().setNumber('ways', 3);
  state().chooseFamily('sinusoid');
  expect(state()).toMatchObject({ settings: { alpha: 0.02 }, task: { view: 'curve' } });
  state().chooseFamily('characters');
  expect(state().settings).toMatchObject({ ways: 3, alpha: 0.4 });
});

test('the shown task is asked about at its queries, and only of a network that fits it', async () => {
  const { state, client } = await openCharacters();
  const { task } = state();
  expect(task).toMatchObject({ view: 'pictures', isBlank: false });
  const asked = client().asked.adapt.at(-1);
  expect(asked).toMatchObject({ loss: 'crossEntropy', architecture: { model: 'conv', outputs: 5 } });
  expect(asked?.gridX).toEqual(task.query.x);
});

test('a drawing in a cell is one step to undo, with all its strokes, and goes to the engine', async () => {
  const { state, client } = await openCharacters();
  const before = state().task.query.x;
  const cell = { role: 'query', label: 0, at: 1 } as const;
  state().drawCell(cell, { ...LINE, strokes: [] }, 'a letter');
  state().drawCell(cell, LINE, 'a letter');
  await settled();
  const after = state().task.query.x;
  expect(after).not.toEqual(before);
  expect(client().asked.adapt.at(-1)?.task.query.x).toEqual(after);
  expect(state().taskPast).toHaveLength(1);
  state().undoEdit();
  expect(state().task.query.x).toEqual(before);
  state().redoEdit();
  expect(state().task.query.x).toEqual(after);
  state().newTask();
  expect(state().drawings).toEqual([]);
});

test('who answers without weights is asked about the queries, by its name', async () => {
  const { state, client } = await openCharacters();
  await state().showContestant('prototypes');
  await settled();
  const { settings, task } = state();
  const { support, query } = task;
  expect(client().asked.predict).toEqual([
    { prior: 'prototypes', settings, task: { support, query }, gridX: query.x },
  ]);
  expect(Object.keys(state().trajectories)).toContain('prototypes');
});
