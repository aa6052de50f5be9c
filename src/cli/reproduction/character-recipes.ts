/**
 * The weights of the world of characters (docs/characters.md). They are no part of the reproduction, whose tables are of sinusoids.
 */
import { openingSettings, type Settings } from '#training/settings.ts';
import type { GivenFile } from '#formats/weights-file.ts';
import type { ShippedId } from '#formats/manifest.ts';
import { SHIPPED_FOLDER, type ShippedRecipe } from './recipes.ts';

/** Folder of the weights for tasks of characters. */
export const CHARACTERS_FOLDER = 'characters';

/** Omniglot's background alphabets (Lake et al. 2015, MIT licence), as its authors pack them. */
const OMNIGLOT: GivenFile = {
  file: 'images_background.zip',
  sha256: '37bfd5975ceb33a0cb1401d30ef6effee5321c921b4ed1aef4ec8ef5e82dce82',
};

/** By the small convolution, on 5 classes and 1 drawing of each, where nothing else is said. */
const USUAL: Settings = { ...openingSettings('characters'), annealing: 'cosine', iterations: 4000 };
/** Goes on from the weights for one shot: from the seed's it learns less, as five drawings leave little to be mended. */
const FIVE_SHOT = { shots: 5, beta: 0.001, iterations: 2500 } as const;
/** Two queries a class are enough to tell twenty classes apart, and half the work. */
const TWENTY_WAY = { ways: 20, queryPoints: 2, iterations: 4000 } as const;

function perceptron(hidden: readonly number[]): Pick<Settings, 'architecture'> {
  const { side, ways } = USUAL;
  return { architecture: { layerSizes: [side * side, ...hidden, ways], activation: 'relu' } };
}

function fileOf(name: string): string {
  return `${SHIPPED_FOLDER}/${CHARACTERS_FOLDER}/${name}.safetensors`;
}

function recipe(contestant: ShippedId, name: string, changes: Partial<Settings> = {}): ShippedRecipe {
  const file = fileOf(name);
  const settings = { ...USUAL, ...changes };
  return { id: `characters-${name}`, file, settings, contestant, timeline: [] };
}

/** The same on Omniglot: there is less to learn from, so that it takes longer. */
function ofOmniglot(contestant: ShippedId, name: string, changes: Partial<Settings> = {}): ShippedRecipe {
  return {
    ...recipe(contestant, `omniglot-${name}`, { iterations: 20_000, ...changes }),
    pictures: OMNIGLOT,
  };
}

/** Begins with the weights of another recipe. */
function from(name: string, begun: ShippedRecipe): ShippedRecipe {
  return { ...begun, init: fileOf(name) };
}

/** Contestants of the world of characters; of one for several numbers of classes the usual one comes first. */
export const CHARACTER_RECIPES: readonly ShippedRecipe[] = [
  recipe('pretrained', 'pretrained-5-way-1-shot', { algorithm: 'pretrained' }),
  recipe('maml', 'maml-5-way-1-shot'),
  recipe('maml', 'maml-20-way-1-shot', TWENTY_WAY),
  from('maml-5-way-1-shot', recipe('maml5Shot', 'maml-5-way-5-shot', FIVE_SHOT)),
  recipe('mamlPerceptron', 'maml-perceptron-5-way-1-shot', perceptron([128, 64])),
  ofOmniglot('mamlOmniglot', 'maml-5-way-1-shot'),
  ofOmniglot('mamlOmniglot', 'maml-20-way-1-shot', TWENTY_WAY),
  from('omniglot-maml-5-way-1-shot', ofOmniglot('mamlOmniglot5Shot', 'maml-5-way-5-shot', FIVE_SHOT)),
  ofOmniglot('mamlOmniglotPerceptron', 'maml-perceptron-5-way-1-shot', {
    ...perceptron([256, 128]),
    metaBatch: 32,
    beta: 0.002,
    iterations: 4000,
  }),
  recipe('multiStepLoss', 'multi-step-loss-5-way-1-shot', {
    algorithm: 'multiStepLoss',
    trainingSteps: 3,
    iterations: 3000,
  }),
  recipe('r2d2', 'r2d2-5-way-1-shot', { algorithm: 'r2d2' }),
  recipe('metaOptNet', 'meta-opt-net-5-way-1-shot', { algorithm: 'metaOptNet' }),
];
