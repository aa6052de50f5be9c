/** The tours: their texts, the places they point at, and the page that they give back. */
import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import en from '../../../../src/app/i18n/en/tours.json';
import zh from '../../../../src/app/i18n/zh/tours.json';
import { formatLive } from '#features/learn/live-text.tsx';
import { showScene } from '#features/learn/scene.ts';
import type { TourTexts } from '#features/learn/texts.ts';
import { type LiveValue, TOUR_ANCHORS } from '#features/learn/tour.ts';
import { heldOut } from '#features/learn/tours/values.ts';
import { summariseLosses } from '#training/metrics.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { tourSteps } from '#features/learn/tours.ts';
import { withoutTour } from '#store/page/learn-slice.ts';
import { sharedOf } from '#store/page/shared-slice.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { TrainingRun } from '#store/training/state.ts';
import { TOUR_IDS, TOUR_STEPS, type TourId } from '#store/page/tour-outline.ts';
import { openPage } from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';

const TEXTS: Readonly<Record<'en' | 'zh', Readonly<Record<TourId, TourTexts>>>> = { en, zh };

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
}

test.each(['en', 'zh'] as const)(
  'every step has its texts in %s, and no text is without its step',
  (language) => {
    const outline = TOUR_IDS.map((id) => [id, [...TOUR_STEPS[id]]]);
    const written = Object.entries(TEXTS[language]).map(([id, steps]) => [id, Object.keys(steps)]);
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(outline));
    for (const id of TOUR_IDS) {
      TOUR_STEPS[id].forEach((name, index) => {
        const asks = tourSteps(id)[index]?.until !== undefined;
        expect(TEXTS[language][id][name]?.todo !== undefined, `${id}.${name}`).toBe(asks);
      });
    }
  },
);

test('a text names no value that its step does not tell', async () => {
  const { state } = await openPage();
  for (const id of TOUR_IDS) {
    TOUR_STEPS[id].forEach((name, index) => {
      const known = Object.keys(tourSteps(id)[index]?.values?.(state(), state()) ?? {});
      for (const texts of [TEXTS.en, TEXTS.zh]) {
        const asked = [...(texts[id][name]?.text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, key]) => key);
        expect(known, `${id}.${name}`).toEqual(expect.arrayContaining(asked));
      }
    });
  }
});

test('a value that is not known yet, or no number, stands as such', () => {
  const format = (value: LiveValue) => formatLive(value, i18next.t);
  expect([null, Number.NaN, Infinity, 0.5, 'K'].map(format)).toEqual(['…', '∞', '∞', '0.500', 'K']);
});

test('a mean that diverged tasks have spoilt is told without them, and how many they are', () => {
  const summaries = [summariseLosses([1, 2, 3], 100), summariseLosses([1, 3, Infinity, 1e11], 100)];
  const row = {
    id: 'maml',
    iteration: 1,
    parameters: new Float32Array(),
    entrant: { id: 'gaussianProcess' },
    withoutAlpha: false,
    accuracies: null,
  } as const;
  const rows = [{ ...row, losses: new Float32Array(), summaries }];
  const comparison = {
    taskCount: 3,
    asked: 3,
    settings: DEFAULT_SETTINGS,
    pictures: null,
    isAlone: false,
    rows,
  };
  expect(heldOut(comparison, 'maml', 0)).toBe(2);
  expect(heldOut(comparison, 'maml', 1)).toEqual({ meanOfRest: 2, diverged: 2 });
  expect(heldOut(comparison, 'random', 0)).toBeNull();
});

test('what a tour points at is on the page, by its own name or as a setting', () => {
  const all = [...sources('src/features'), ...sources('src/ui')].join('\n');
  const settings = readFileSync('src/features/settings/setting-field.tsx', 'utf8');
  for (const anchor of Object.keys(TOUR_ANCHORS)) {
    const isSetting = TOUR_ANCHORS[anchor as keyof typeof TOUR_ANCHORS] === 'settings';
    if (isSetting) expect(settings).toContain('data-tour={knob.id}');
    else expect(all).toContain(`data-tour="${anchor}"`);
  }
});

/** What a visitor would miss. */
function visitorsPage(state: PlaygroundState) {
  const { settings, taskIndex, taskEdits, hidden, step, speed, panel, hiddenRegions, run } = state;
  return { settings, taskIndex, taskEdits, hidden, step, speed, panel, hiddenRegions, run };
}

describe.each(TOUR_IDS)('%s', (id) => {
  test('shows its scenes and gives back what it found', async () => {
    const { store, state } = await openPage();
    state().setNumber('alpha', 0.02);
    state().newTask();
    state().addPoint(1, 2);
    state().showStep(4);
    state().showPanel('weights');
    const before = visitorsPage(state());
    const present = Object.keys(state().contestants).toSorted();
    const link = sharedOf(state());
    await state().startTour(id);
    for (const { scene } of tourSteps(id)) {
      if (scene !== undefined) await showScene(store, scene);
      expect(sharedOf(withoutTour(state()))).toEqual(link);
      state().nextTourStep();
    }
    expect(state().tour).toEqual({ id, step: TOUR_STEPS[id].length - 1 });
    expect(visitorsPage(state())).not.toEqual(before);
    await state().leaveTour();
    await settled();
    expect(state().tour).toBeNull();
    expect(visitorsPage(state())).toEqual(before);
    // Nobody whom only the tour has shown stays behind, struck out.
    expect(Object.keys(state().contestants).toSorted()).toEqual(present);
  });
});

test('a tour that trains gives the visitor’s own run back, where it stood', async () => {
  const { state, client } = await openPage();
  const training = state().train();
  await settled();
  await state().startTour('instability');
  await training;
  const { run } = state();
  expect(run?.status).toBe('paused');
  await state().resetTraining();
  expect(state().run).toBeNull();
  await state().leaveTour();
  expect(state().run).toBe(run);
  expect(client().order.at(-1)).not.toBe('begin');
  expect(client().asked.restore.length).toBe(1);
});

test('two trainings are compared after as many meta-steps, however far the visitor’s own has gone', async () => {
  const { state } = await openPage();
  await state().beginRun();
  const { run } = state();
  if (run === null) throw new Error('Expected a run.');
  const runOf = (beta: number, iterations: number): TrainingRun => ({
    ...run,
    settings: { ...state().settings, beta },
    iteration: iterations,
    history: {
      ...run.history,
      // Its loss at an iteration is that iteration.
      points: Array.from({ length: iterations }, (_, index) => {
        return { iteration: index + 1, before: 0, after: index + 1 };
      }),
    },
  });
  const begun = { ...state(), run: runOf(0.001, 100) };
  const values = tourSteps('knobs').at(-1)?.values;
  const equal = values?.({ ...state(), run: runOf(0.01, 100) }, begun);
  expect(equal).toMatchObject({ iteration: '100', newIteration: '100', newBeta: '0.01' });
  expect(values?.({ ...state(), run: runOf(0.01, 208) }, begun)).toEqual(equal);
  expect(equal?.['newLoss']).toBe(equal?.['loss']);
});

test('what the visitor keeps, stays', async () => {
  const { store, state } = await openPage();
  await state().startTour('shift');
  const scene = tourSteps('shift')[0].scene;
  if (scene === undefined) throw new Error('Expected a scene.');
  await showScene(store, scene);
  await state().leaveTour('keep');
  expect(state().settings.shots).toBe(10);
  expect(state().tour).toBeNull();
});
