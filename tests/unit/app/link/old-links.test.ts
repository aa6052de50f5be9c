/** Links that people have kept: each opens what it opened when it was copied, whatever the page has learnt since. */
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import type { SharedState } from '#store/page/shared-slice.ts';
import { decodeLink } from '../../../../src/app/link/codec.ts';

interface KeptLink {
  readonly link: string;
  readonly opens: Partial<SharedState>;
}

/**
 * What a link of version 1 means by what it leaves out; written out, since a default that changes must not change old links.
 * Settings that are younger than these links have their default.
 */
const SETTINGS_1: Settings = {
  ...DEFAULT_SETTINGS,
  amplitudeFrom: 0.1,
  amplitudeTo: 5,
  phaseFrom: 0,
  phaseTo: Math.PI,
  frequencyFrom: 1,
  frequencyTo: 1,
  noise: 0,
  positions: 0,
  shots: 5,
  queryPoints: 10,
  alpha: 0.01,
  innerSteps: 10,
  trainingAlpha: 0.01,
  trainingSteps: 1,
  innerBatch: 0,
  beta: 0.001,
  clip: 0,
  metaBatch: 25,
  iterations: 70_000,
  lambda: 10,
  conjugateGradientSteps: 5,
  contextParameters: 5,
  innerOptimiser: 'sgd',
  innerMomentum: 0.9,
  firstOrderSteps: 1000,
  lengthScale: 2,
  signalVariance: 4.4,
  noiseVariance: 0.000001,
  seed: 1,
  architecture: { layerSizes: [1, 40, 40, 1], activation: 'relu' },
  initialisation: 'glorot',
  algorithm: 'maml',
  optimiser: 'adam',
  annealing: 'none',
};
const HIDDEN_1: SharedState['hidden'] = [
  'multiTask',
  'oracle',
  'maml10',
  'maml20',
  'mamlPaper',
  'mamlGlorot',
  'fomaml',
  'anil',
  'metaSgd',
  'reptile',
  'multiStepLoss',
  'imaml',
  // Came later, and are hidden as they are.
  'ridgeHead',
  'maml5Shot',
  'mamlPerceptron',
  'mamlOmniglot',
  'mamlOmniglot5Shot',
  'mamlOmniglotPerceptron',
  'r2d2',
  'metaOptNet',
  'cavia',
  'cnp',
  'snail',
  'metaNet',
  'gaussianProcess',
  'posterior',
  'nearestNeighbour',
  'prototypes',
];
const SHARED_1: SharedState = {
  settings: SETTINGS_1,
  taskIndex: 0,
  taskEdits: { curve: null, half: 'none', moved: [], removed: [], added: [], heldOut: [] },
  // Came later, and no link of then has any.
  drawings: [],
  pictures: null,
  step: null,
  hidden: HIDDEN_1,
  panel: 'train',
  narrowTab: 'numbers',
  views: {
    speed: 2,
    numbersView: 'now',
    learnSection: 'tours',
    comparisonView: {
      section: 'evaluate',
      tasks: 100,
      chosen: null,
      measure: 'mean',
      scale: 'linear',
      pair: null,
    },
    errorMapView: { size: 12, isBeyond: false, of: 'maml', minus: null },
    publishedTable: 'mamlTable2',
    publishedTasks: 600,
    insideView: 'gauge',
    insideContestant: 'maml',
    mapChoice: { axes: 'own', seed: 1, zoom: 1 },
  },
  hiddenRegions: [],
  presentation: 'page',
  centre: 'plot',
  theme: 'system',
  language: null,
};

/** One list for each version of links; what stands here is never changed. */
const VERSION_1: readonly KeptLink[] = [
  {
    link: 'v=1&shots=8&task=1&step=3&without=pretrained&tab=compare',
    opens: {
      settings: { ...SETTINGS_1, shots: 8 },
      taskIndex: 1,
      step: 3,
      hidden: ['pretrained', ...HIDDEN_1],
      panel: 'compare',
      narrowTab: 'compare',
    },
  },
  {
    link: 'v=1&amplitudeTo=10&alpha=0.02&innerSteps=3&beta=0.01&seed=4294967295&algorithm=fomaml&initialisation=he&optimiser=sgd&annealing=cosine&layers=64-32&activation=tanh',
    opens: {
      settings: {
        ...SETTINGS_1,
        amplitudeTo: 10,
        alpha: 0.02,
        innerSteps: 3,
        beta: 0.01,
        seed: 4294967295,
        algorithm: 'fomaml',
        initialisation: 'he',
        optimiser: 'sgd',
        annealing: 'cosine',
        architecture: { layerSizes: [1, 64, 32, 1], activation: 'tanh' },
      },
    },
  },
  {
    link: 'v=1&sine=-4.5:1.5:0.25&half=left&moved=0:-2.125:3&removed=1,2&added=-1:0.5,-3.25:-2',
    opens: {
      taskEdits: {
        ...NO_EDITS,
        curve: { kind: 'chosen', curve: { amplitude: -4.5, frequency: 1.5, phase: 0.25 } },
        half: 'left',
        moved: [{ index: 0, x: -2.125, y: 3 }],
        removed: [1, 2],
        added: [
          { x: -1, y: 0.5 },
          { x: -3.25, y: -2 },
        ],
      },
    },
  },
  {
    // 1.5 everywhere: 1500 thousandths, then 160 times no difference.
    link: `v=1&drawn=49C${'A'.repeat(160)}`,
    opens: {
      taskEdits: { ...NO_EDITS, curve: { kind: 'drawn', values: Array.from({ length: 161 }, () => 1.5) } },
    },
  },
  {
    link: 'v=1&with=anil,multiTask&tab=settings&hide=settings,numbers&view=projector&theme=dark&lang=zh',
    opens: {
      hidden: HIDDEN_1.filter((id) => id !== 'anil' && id !== 'multiTask'),
      panel: 'train',
      narrowTab: 'settings',
      hiddenRegions: ['settings', 'numbers'],
      presentation: 'projector',
      theme: 'dark',
      language: 'zh',
    },
  },
];

test.each(VERSION_1)('$link', ({ link, opens }) => {
  const { shared, mended } = decodeLink(`#${link}`);
  expect(mended).toEqual([]);
  expect({ ...shared, hidden: new Set(shared.hidden) }).toEqual({
    ...SHARED_1,
    ...opens,
    hidden: new Set(opens.hidden ?? SHARED_1.hidden),
  });
});
