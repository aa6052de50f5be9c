/** All that the page can do, in one list: the palette shows it, the keyboard reaches part of it, and neither can part from it. */
import { PRESET_NAMES, withPreset } from '#training/presets.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { BACKENDS } from '#core/backend.ts';
import { hasTasksFor } from '#training/settings.ts';
import { CONTESTANT_IDS, entrantOf } from '#store/contestants/contestants.ts';
import type { PlaygroundState } from '#store/state.ts';
import { TOUR_IDS } from '#store/page/tour-outline.ts';
import { EMBEDDINGS, LANGUAGES, PANEL_IDS, REGION_IDS, THEMES } from '#store/page/view-slice.ts';
import { hasThreeColumns } from '#ui/use-media.ts';
import type { Action } from './action.ts';
import { chooseLanguage, chooseTheme } from './appearance.ts';
import { toggleFullScreen } from './full-screen.ts';
import i18next from 'i18next';
import { LANGUAGE_NAMES } from './i18n/index.ts';
import { linkTo } from './link/address.ts';
import { embedCode } from './link/embed-code.ts';
import { KNOBS, TASK_TOOLS, VIEWS } from './view-actions.ts';

/** Tasks of an evaluation that was asked for without a number. */
const EVALUATED_TASKS = 200;

const isRunning = ({ run }: PlaygroundState) => run?.status === 'running';

const LOOP: readonly Action[] = [
  {
    id: 'play',
    group: 'loop',
    label: (t) => t('action.play'),
    key: ' ',
    run: (store) => {
      const { playing, play, stopPlaying } = store.getState();
      if (playing) stopPlaying();
      else play();
    },
  },
  {
    id: 'forward',
    group: 'loop',
    label: (t) => t('action.forward'),
    key: 'ArrowRight',
    run: (store) => store.getState().showStep(store.getState().step + 1),
  },
  {
    id: 'back',
    group: 'loop',
    label: (t) => t('action.back'),
    key: 'ArrowLeft',
    run: (store) => store.getState().showStep(store.getState().step - 1),
  },
  {
    id: 'first',
    group: 'loop',
    label: (t) => t('transport.first'),
    run: (store) => store.getState().showStep(0),
  },
  {
    id: 'last',
    group: 'loop',
    label: (t) => t('transport.last'),
    run: (store) => store.getState().showStep(store.getState().settings.innerSteps),
  },
  {
    id: 'task',
    group: 'loop',
    label: (t) => t('task.new'),
    key: 'n',
    run: (store) => store.getState().newTask(),
  },
  {
    id: 'undo',
    group: 'loop',
    label: (t) => t('action.undo'),
    printedKeys: 'Ctrl Z',
    isAvailable: ({ taskPast }) => taskPast.length > 0,
    run: (store) => store.getState().undoEdit(),
  },
  {
    id: 'redo',
    group: 'loop',
    label: (t) => t('action.redo'),
    printedKeys: 'Ctrl Shift Z',
    isAvailable: ({ taskFuture }) => taskFuture.length > 0,
    run: (store) => store.getState().redoEdit(),
  },
];

const TRAINING: readonly Action[] = [
  {
    id: 'train',
    group: 'training',
    label: (t) => t('action.train'),
    key: 't',
    run: (store) => {
      const { train, pauseTraining } = store.getState();
      void (isRunning(store.getState()) ? pauseTraining() : train());
    },
  },
  {
    id: 'oneStep',
    group: 'training',
    label: (t) => t('train.one'),
    isAvailable: (state) => !isRunning(state),
    run: (store) => void store.getState().train(1),
  },
  {
    id: 'slowly',
    group: 'training',
    label: (t) => t('train.slowly'),
    run: (store) => {
      store.getState().showPanel('train');
      void store.getState().openSlowStep();
    },
  },
  {
    id: 'outer loop',
    group: 'training',
    label: (t) => t('timeline.play'),
    run: (store) => {
      store.getState().showPanel('train');
      void store.getState().playTimeline();
    },
  },
  {
    id: 'reset',
    group: 'training',
    label: (t) => t('action.reset'),
    isAvailable: ({ run }) => run !== null,
    run: (store) => void store.getState().resetTraining(),
  },
  {
    id: 'evaluate',
    group: 'training',
    label: (t) => t('action.evaluate', { count: EVALUATED_TASKS }),
    run: (store) => {
      store.getState().showPanel('compare');
      void store.getState().evaluate(EVALUATED_TASKS);
    },
  },
  ...TRAINING_ALGORITHMS.map(
    (algorithm): Action => ({
      id: `algorithm ${algorithm}`,
      group: 'training',
      label: (t) => t('action.algorithm', { name: t(`algorithm.${algorithm}`) }),
      isAvailable: ({ settings }) => settings.algorithm !== algorithm && hasTasksFor(algorithm, settings),
      run: (store) => store.getState().changeSettings({ algorithm }),
    }),
  ),
];

const TOURS: readonly Action[] = TOUR_IDS.map((tour) => ({
  id: `tour ${tour}`,
  group: 'tours',
  label: (t) => t('action.tour', { name: t(`learn.tours.${tour}`) }),
  run: (store) => void store.getState().startTour(tour),
}));

const PANELS: readonly Action[] = PANEL_IDS.map((panel, index) => ({
  id: `panel ${panel}`,
  group: 'panels',
  label: (t) => t('action.panel', { name: t(`panels.${panel}`) }),
  key: String(index + 1),
  run: (store) => store.getState().showPanel(panel),
}));

const PRESETS: readonly Action[] = PRESET_NAMES.map((preset) => ({
  id: `preset ${preset}`,
  group: 'presets',
  label: (t) => t('action.preset', { name: t(`preset.${preset}`) }),
  run: (store) => {
    const { settings, changeSettings } = store.getState();
    changeSettings(withPreset(settings, preset));
  },
}));

const INITIALISATIONS: readonly Action[] = CONTESTANT_IDS.flatMap((id): Action[] => {
  const exists = ({ contestants, shipped, settings }: PlaygroundState) =>
    entrantOf(id, contestants, settings) !== null || shipped[id] !== undefined;
  return [
    {
      id: `show ${id}`,
      group: 'initialisations',
      label: (t) => t('action.show', { name: t(`contestant.${id}`) }),
      isAvailable: (state) => exists(state) && state.hidden.includes(id),
      run: (store) => void store.getState().showContestant(id),
    },
    {
      id: `hide ${id}`,
      group: 'initialisations',
      label: (t) => t('table.hide', { name: t(`contestant.${id}`) }),
      isAvailable: (state) => exists(state) && !state.hidden.includes(id),
      run: (store) => store.getState().hideContestant(id),
    },
  ];
});

const PAGE: readonly Action[] = [
  {
    id: 'link',
    group: 'page',
    label: (t) => t('link.copy'),
    key: 'l',
    run: (store) => {
      const state = store.getState();
      navigator.clipboard.writeText(linkTo(state)).catch(state.notify);
    },
  },
  ...REGION_IDS.map(
    (region): Action => ({
      id: `region ${region}`,
      group: 'page',
      label: (t) => t('action.region', { name: t(`parts.region.${region}`) }),
      run: (store) => store.getState().toggleRegion(region),
    }),
  ),
  {
    id: 'all regions',
    group: 'page',
    label: (t) => t('action.allRegions'),
    key: 'h',
    isAvailable: ({ hiddenRegions }) => hiddenRegions.length > 0,
    run: (store) => {
      const { hiddenRegions, toggleRegion } = store.getState();
      for (const region of hiddenRegions) toggleRegion(region);
    },
  },
  {
    id: 'centre',
    group: 'page',
    label: (t) => t('parts.panelAtCentre'),
    // Elsewhere there is no room for three columns.
    isAvailable: hasThreeColumns,
    run: (store) => {
      const { centre, showAtCentre } = store.getState();
      showAtCentre(centre === 'panel' ? 'plot' : 'panel');
    },
  },
  {
    id: 'projector',
    group: 'page',
    label: (t) => t('parts.projector'),
    key: 'p',
    run: (store) => {
      const { presentation, present } = store.getState();
      present(presentation === 'projector' ? 'page' : 'projector');
    },
  },
  {
    id: 'full screen',
    group: 'page',
    label: (t) => t('parts.fullScreen'),
    key: 'f',
    run: toggleFullScreen,
  },
  ...THEMES.map(
    (theme): Action => ({
      id: `theme ${theme}`,
      group: 'page',
      label: (t) => t('action.theme', { name: t(`theme.${theme}`) }),
      isAvailable: (state) => state.theme !== theme,
      run: (store) => chooseTheme(store, theme),
    }),
  ),
  ...LANGUAGES.map(
    (language): Action => ({
      id: `language ${language}`,
      group: 'page',
      label: (t) => t('action.language', { name: LANGUAGE_NAMES[language] }),
      run: (store) => chooseLanguage(store, language),
    }),
  ),
  ...EMBEDDINGS.map(
    (embedding): Action => ({
      id: embedding,
      group: 'page',
      label: (t) => t(`parts.copy.${embedding}`),
      run: (store) => {
        const state = store.getState();
        navigator.clipboard.writeText(embedCode(state, i18next.t('title'), embedding)).catch(state.notify);
      },
    }),
  ),
  ...BACKENDS.map(
    (backend): Action => ({
      id: `backend ${backend}`,
      group: 'page',
      label: (t) => t('action.backend', { name: t(`backend.${backend}`) }),
      isAvailable: ({ engine }) => engine.kind === 'ready' && engine.backend.backend !== backend,
      run: (store) => void store.getState().openEngine(backend),
    }),
  ),
  {
    id: 'self-check',
    group: 'page',
    label: (t) => t('engine.check'),
    run: (store) => store.getState().setOverlay('selfCheck'),
  },
  {
    id: 'measurement',
    group: 'page',
    label: (t) => t('engine.measure'),
    run: (store) => store.getState().setOverlay('measurement'),
  },
  {
    id: 'palette',
    group: 'page',
    label: (t) => t('palette.open'),
    printedKeys: 'Ctrl K',
    isAvailable: ({ overlay }) => overlay !== 'palette',
    run: (store) => store.getState().setOverlay('palette'),
  },
  {
    id: 'shortcuts',
    group: 'page',
    label: (t) => t('shortcuts.title'),
    key: '?',
    run: (store) => store.getState().setOverlay('shortcuts'),
  },
];

export const ACTIONS: readonly Action[] = [
  ...LOOP,
  ...TASK_TOOLS,
  ...TRAINING,
  ...TOURS,
  ...PANELS,
  ...VIEWS,
  ...KNOBS,
  ...PRESETS,
  ...INITIALISATIONS,
  ...PAGE,
];

const PRINTED: Readonly<Record<string, string>> = { ' ': 'Space', ArrowRight: '→', ArrowLeft: '←' };

/** The keys of an action in print; empty where it has none. */
export function printedKeys({ key, printedKeys: elsewhere }: Action): string {
  return elsewhere ?? (key === undefined ? '' : (PRINTED[key] ?? key.toUpperCase()));
}

export function canRun({ isAvailable }: Action, state: PlaygroundState): boolean {
  return isAvailable === undefined || isAvailable(state);
}
