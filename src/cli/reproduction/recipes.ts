/** The weights that the reproduction is made of: what each is trained with, and where it is kept. */
import { presetSettings } from '#training/presets.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import type { ShippedId, SinusoidId } from '#formats/manifest.ts';
import type { GivenFile } from '#formats/weights-file.ts';

export interface Recipe {
  readonly id: string;
  /** Its place in the repository. */
  readonly file: string;
  readonly settings: Settings;
  /** A zip of pictures, all classes of which it learns from; it is no part of the repository. */
  readonly pictures?: GivenFile;
  /** The weights file that it begins with, instead of those of its seed. */
  readonly init?: string;
  /** Which contestant of the page it is, if it ships. */
  readonly contestant: ShippedId | null;
  /** Iterations whose weights ship as well, for the page's outer timeline. */
  readonly timeline: readonly number[];
}

/** Folder of weights along a run, beside those of its end. */
export const TIMELINE_FOLDER = 'timeline';
/** Folder of the weights behind Meta-SGD's benchmark. */
export const BENCHMARK_FOLDER = 'benchmark';

export const SHIPPED_FOLDER = 'public/weights';
const KEPT_FOLDER = 'docs/reproduction';

/** A recipe whose weights ship. */
export interface ShippedRecipe<Id extends ShippedId = ShippedId> extends Recipe {
  readonly contestant: Id;
}

function shipped(
  contestant: SinusoidId,
  name: string,
  settings: Settings,
  timeline: readonly number[] = [],
): ShippedRecipe<SinusoidId> {
  const file = `${SHIPPED_FOLDER}/${name}.safetensors`;
  return { id: contestant, file, settings, contestant, timeline };
}

function kept(id: string, settings: Settings): Recipe {
  return { id, file: `${KEPT_FOLDER}/${id}.safetensors`, settings, contestant: null, timeline: [] };
}

/** Ships, but is nobody's contestant: it stands beside a published figure. */
function benchmark(algorithm: 'maml' | 'metaSgd', shots: number, settings: Settings): Recipe {
  const name = `${{ maml: 'maml', metaSgd: 'meta-sgd' }[algorithm]}-${shots}-shot`;
  const file = `${SHIPPED_FOLDER}/${BENCHMARK_FOLDER}/${name}.safetensors`;
  return { id: `benchmark-${name}`, file, settings, contestant: null, timeline: [] };
}

/** MAML by its authors' settings; the fifth and tenth step, which n = 1 never asked for, explode on some tasks. */
const PAPER = presetSettings('maml-paper');
/** What the search found to hold (docs/reproduction.md); K is another matter. */
const SEARCHED: Settings = {
  ...DEFAULT_SETTINGS,
  queryPoints: 25,
  trainingSteps: 2,
  beta: 0.006,
  annealing: 'cosine',
  clip: 1,
};
/**
 * The fewer the points, the noisier the meta-gradient: more tasks, and longer. Of five training seeds, the one with the least
 * error after one step on validation tasks.
 */
const SEARCHED_5: Settings = { ...SEARCHED, shots: 5, metaBatch: 50, iterations: 30_000, seed: 5 };
/** On more points later steps have room to spare: an α above that of use gives some of it to the first. */
const SEARCHED_MORE: Settings = { ...SEARCHED, trainingAlpha: 0.011 };
/** A third of the paper's 60,000 iterations is enough for every figure. */
const META_SGD_PAPER: Settings = { ...presetSettings('meta-sgd-paper'), iterations: 20_000 };
/** What is common to the family: Glorot's weights, 5 support points, 30,000 iterations. */
const FAMILY: Settings = { ...DEFAULT_SETTINGS, shots: 5, queryPoints: 5, iterations: 30_000 };

function withShots(settings: Settings, shots: number): Settings {
  return { ...settings, shots, queryPoints: shots };
}

const TIMELINE = [
  0, 100, 250, 500, 1000, 1500, 2000, 3000, 5000, 7000, 10_000, 15_000, 20_000, 25_000, 30_000,
];

/** The weights that ship with the page. */
export const SHIPPED_RECIPES = {
  pretrained: shipped('pretrained', 'pretrained', { ...FAMILY, algorithm: 'pretrained', queryPoints: 10 }),
  multiTask: shipped('multiTask', 'multi-task', {
    ...FAMILY,
    algorithm: 'multiTask',
    beta: 0.01,
    annealing: 'cosine',
    iterations: 100_000,
  }),
  oracle: shipped('oracle', 'oracle', { ...FAMILY, algorithm: 'oracle' }),
  maml: shipped('maml', 'maml-5-shot', SEARCHED_5, TIMELINE),
  maml10: shipped('maml10', 'maml-10-shot', { ...SEARCHED_MORE, shots: 10, iterations: 30_000 }),
  maml20: shipped('maml20', 'maml-20-shot', { ...SEARCHED_MORE, shots: 20, iterations: 20_000 }),
  mamlPaper: shipped('mamlPaper', 'maml-paper', PAPER),
  mamlGlorot: shipped('mamlGlorot', 'maml-glorot', { ...FAMILY, queryPoints: 10 }),
  fomaml: shipped('fomaml', 'fomaml', { ...SEARCHED_5, algorithm: 'fomaml' }),
  // The α of training is above that of use, so that its head has room to spare in steps beyond the second.
  anil: shipped('anil', 'anil', {
    ...SEARCHED_5,
    algorithm: 'anil',
    trainingAlpha: 0.013,
    iterations: 20_000,
    seed: 1,
  }),
  metaSgd: shipped('metaSgd', 'meta-sgd', { ...FAMILY, algorithm: 'metaSgd' }),
  reptile: shipped('reptile', 'reptile', {
    ...FAMILY,
    algorithm: 'reptile',
    shots: 50,
    queryPoints: 10,
    innerBatch: 10,
    trainingSteps: 5,
    trainingAlpha: 0.02,
    optimiser: 'sgd',
    beta: 1,
    annealing: 'linear',
  }),
  multiStepLoss: shipped('multiStepLoss', 'multi-step-loss', {
    ...SEARCHED_5,
    algorithm: 'multiStepLoss',
    trainingSteps: 3,
  }),
  imaml: shipped('imaml', 'imaml', {
    ...FAMILY,
    algorithm: 'imaml',
    trainingSteps: 10,
    // Sooner or later a task's I + H/λ comes so near to singular that training diverges.
    iterations: 1_500,
  }),
  ridgeHead: shipped('ridgeHead', 'ridge-head', {
    ...FAMILY,
    algorithm: 'ridgeHead',
    queryPoints: 10,
    annealing: 'cosine',
  }),
  // To a context belongs an α of its own, about 1.
  cavia: shipped('cavia', 'cavia', {
    ...FAMILY,
    algorithm: 'cavia',
    shots: 10,
    queryPoints: 10,
    trainingAlpha: 1,
    alpha: 1,
    metaBatch: 50,
    beta: 0.004,
    annealing: 'cosine',
  }),
  // What it learns holds for any number of points up to K, so K is not the family's.
  cnp: shipped('cnp', 'cnp', {
    ...FAMILY,
    algorithm: 'cnp',
    shots: 10,
    queryPoints: 10,
    beta: 0.004,
    annealing: 'cosine',
    iterations: 2_500,
  }),
  // One layer embeds, and attention does the rest; a wider one costs the tensor engine minutes.
  snail: shipped('snail', 'snail', {
    ...FAMILY,
    algorithm: 'snail',
    architecture: { layerSizes: [1, 24, 1], activation: 'relu' },
    shots: 10,
    queryPoints: 10,
    metaBatch: 16,
    beta: 0.006,
    annealing: 'cosine',
    iterations: 6_000,
  }),
  // Each point has fast weights as many as the base learner's, so that is small.
  metaNet: shipped('metaNet', 'meta-net', {
    ...FAMILY,
    algorithm: 'metaNet',
    architecture: { layerSizes: [1, 16, 16, 1], activation: 'relu' },
    shots: 10,
    queryPoints: 10,
    metaBatch: 10,
    beta: 0.006,
    annealing: 'cosine',
    iterations: 1_000,
  }),
} as const satisfies Record<SinusoidId, Recipe>;

/** Meta-SGD's benchmark, in the order of its table. */
export const META_SGD_RECIPES = [5, 10, 20].flatMap((shots) =>
  (['maml', 'metaSgd'] as const).map((algorithm) => ({
    algorithm,
    shots,
    recipe: benchmark(algorithm, shots, { ...withShots(META_SGD_PAPER, shots), algorithm }),
  })),
);

const SHORT: Settings = { ...FAMILY, iterations: 5_000 };

/** The same short run with one thing changed at a time; the first is the one they are compared with. */
export const EFFECT_RECIPES = {
  plain: kept('effect-plain', SHORT),
  alpha: [0.001, 0.03, 0.1].map((trainingAlpha) =>
    kept(`effect-alpha-${trainingAlpha}`, { ...SHORT, trainingAlpha }),
  ),
  innerSteps: [2, 5].map((trainingSteps) =>
    kept(`effect-inner-steps-${trainingSteps}`, { ...SHORT, trainingSteps }),
  ),
  initialisation: kept('effect-initialisation-paper', { ...SHORT, initialisation: 'paper' }),
} as const;

/** Every weights file of the reproduction. */
export const ALL_RECIPES: readonly Recipe[] = [
  ...Object.values(SHIPPED_RECIPES),
  ...META_SGD_RECIPES.map(({ recipe }) => recipe),
  EFFECT_RECIPES.plain,
  ...EFFECT_RECIPES.alpha,
  ...EFFECT_RECIPES.innerSteps,
  EFFECT_RECIPES.initialisation,
];
