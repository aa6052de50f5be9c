/** What takes a while: evaluations and trainings that a step shows. */
import type { TourStep } from '../tour.ts';

type Work = NonNullable<TourStep['work']>;

/** Evaluates the shown initialisations over so many held-out tasks. */
export function evaluating(taskCount: number): Work {
  return async (store, signal) => {
    const stop = () => store.getState().stopEvaluating();
    signal.addEventListener('abort', stop, { once: true });
    store.getState().setComparisonView({ section: 'evaluate', chosen: null });
    await store.getState().evaluate(taskCount);
  };
}

/** Begins a run with the settings of the scene and takes so many meta-steps; what it is told of goes with the step. */
export function training(steps: number): Work {
  return async (store, signal) => {
    const told = new Set(store.getState().notices.map(({ id }) => id));
    await store.getState().resetTraining();
    if (signal.aborted) return;
    const leave = () => {
      const { notices, dismissNotice, pauseTraining } = store.getState();
      for (const { id } of notices) if (!told.has(id)) dismissNotice(id);
      void pauseTraining();
    };
    signal.addEventListener('abort', leave, { once: true });
    await store.getState().train(steps);
  };
}
