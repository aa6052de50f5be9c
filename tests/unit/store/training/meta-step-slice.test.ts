/** The slow meta-step: taken apart first, then taken by the run itself. */
import { expect, test } from 'vitest';
import { deferred, settled } from '../../../fakes/promises.ts';
import { DISSECTED_TASK, type FakePage, openPage, weightsOf } from '../../../fakes/fake-client.ts';

/** A page whose run takes the step that it is asked for. */
async function openTraining(answers: Parameters<typeof openPage>[0] = {}): Promise<FakePage> {
  const page: FakePage = await openPage({
    train: async () => {
      const iteration = (page.state().run?.iteration ?? 0) + 1;
      const { network } = weightsOf('maml');
      const parameters = network.parameters.map((value) => value + iteration);
      page.client().listener.progress({
        iteration,
        learned: { network: { ...network, parameters }, rates: null },
        losses: {
          firstIteration: iteration - 1,
          lossBefore: Float32Array.of(4),
          lossAfter: Float32Array.of(3),
        },
        rate: 1,
        state: null,
      });
      return null;
    },
    ...answers,
  });
  return page;
}

test('begins a run if there is none, and takes its first step apart', async () => {
  const { state, client } = await openTraining();
  state().setNumber('metaBatch', 3);
  await state().openSlowStep();
  await settled();
  expect(state().run).toMatchObject({ status: 'paused', iteration: 0 });
  expect(client().asked.dissect).toMatchObject([{ iteration: 0, settings: { metaBatch: 3 } }]);
  expect(state().slowStep).toMatchObject({ kind: 'shown', stage: 'sample', iteration: 0, update: null });
  const { slowStep } = state();
  if (slowStep?.kind !== 'shown') throw new Error('Expected a step to be shown.');
  expect(slowStep.tasks).toHaveLength(3);
  expect(slowStep.shares).toHaveLength(3);
  // Every task pulls the same way here.
  expect(slowStep.shares[0]?.cosine).toBeCloseTo(1);
});

test('the update is the run’s own step, looked at with the same tasks', async () => {
  const { state, client } = await openTraining();
  await state().openSlowStep();
  await state().showStage('gradient');
  expect(client().asked.train).toEqual([]);
  await state().showStage('update');
  expect(client().asked.train).toEqual([{ steps: 1 }]);
  expect(client().asked.dissect.map(({ iteration }) => iteration)).toEqual([0, 0]);
  expect(state().slowStep).toMatchObject({
    stage: 'update',
    iteration: 0,
    update: { reported: { iteration: 1, before: 4, after: 3 } },
  });
  // Looking back and forth takes no other step.
  await state().showStage('adapt');
  await state().showStage('update');
  expect(client().asked.train).toHaveLength(1);
  await state().openSlowStep();
  expect(state().slowStep).toMatchObject({ stage: 'sample', iteration: 1, update: null });
});

test('a run that has moved on is taken apart anew', async () => {
  const { state } = await openTraining();
  await state().openSlowStep();
  await state().train(1);
  await state().showStage('update');
  expect(state().slowStep).toMatchObject({ stage: 'sample', iteration: 1, update: null });
});

test('pauses a run that trains', async () => {
  const { state, client } = await openPage();
  void state().train();
  await settled();
  await state().openSlowStep();
  expect(client().order).toContain('pause');
  expect(state().run?.status).toBe('paused');
});

test('says of a baseline that there is nothing to take apart', async () => {
  const { state, client } = await openTraining();
  state().changeSettings({ algorithm: 'oracle' });
  await state().openSlowStep();
  expect(state().slowStep).toEqual({ kind: 'baseline', algorithm: 'oracle' });
  expect(client().asked.dissect).toEqual([]);
});

test('what comes after it was closed is dropped', async () => {
  const answer = deferred<never>();
  const { state } = await openTraining({ dissect: () => answer.promise });
  const opening = state().openSlowStep();
  await settled();
  expect(state().slowStep).toEqual({ kind: 'waiting' });
  state().closeSlowStep();
  answer.reject(new Error('Gone.'));
  await opening;
  expect(state()).toMatchObject({ slowStep: null, slowStepBusy: false });
});

test('goes with its run', async () => {
  const { state } = await openTraining();
  await state().openSlowStep();
  await state().resetTraining();
  expect(state().slowStep).toBeNull();
});

test('another step’s shares are dropped once the next is taken apart', async () => {
  const late = deferred<Float32Array>();
  let asked = 0;
  const { state } = await openTraining({
    taskDirection: async ({ at }) => {
      asked += 1;
      return asked === 1 ? late.promise : at.network.parameters.map(() => 1);
    },
  });
  state().setNumber('metaBatch', 2);
  await state().openSlowStep();
  await settled();
  await state().openSlowStep();
  await settled();
  late.resolve(new Float32Array(1));
  await settled();
  const { slowStep } = state();
  if (slowStep?.kind !== 'shown') throw new Error('Expected a step to be shown.');
  expect(slowStep.shares.map(({ cosine }) => cosine)).toEqual([1, 1].map((one) => expect.closeTo(one, 5)));
  expect(asked).toBe(3);
});

test('stays closed when its step has been taken apart after all', async () => {
  const opened = deferred<void>();
  const { state, client } = await openTraining({
    dissect: async ({ at, settings }) => {
      await opened.promise;
      const tasks = Array.from({ length: settings.metaBatch }, () => DISSECTED_TASK);
      return { tasks, direction: at.network.parameters };
    },
  });
  const opening = state().openSlowStep();
  await settled();
  state().closeSlowStep();
  opened.resolve();
  await opening;
  await settled();
  expect(state()).toMatchObject({ slowStep: null, slowStepBusy: false });
  expect(client().asked.taskDirection).toEqual([]);
});
