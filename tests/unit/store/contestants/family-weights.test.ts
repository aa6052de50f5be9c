/** Each family of tasks has shipped weights of its own, which come when it is opened. */
import { beforeAll, expect, test } from 'vitest';
import { loadFamily } from '#families/family-of.ts';
import { openingSettings, withFamily } from '#training/settings.ts';
import { resized } from '#models/architecture.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Manifest } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import type { ShippedWeights } from '#store/contestants/shipped-weights.ts';
import { storeWithFakes, weightsOf } from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';

const ENTRY = { contestant: 'maml', algorithm: 'maml', iteration: 9, command: '' } as const;
const OF_CURVES = { ...ENTRY, shots: 5, file: 'maml.safetensors' };
const OF_CHARACTERS = { ...ENTRY, shots: 1, ways: 5, file: 'characters/maml.safetensors' };
const OF_TWENTY = { ...OF_CHARACTERS, ways: 20, file: 'characters/maml-20-way.safetensors' };
const PRETRAINED = {
  ...OF_CHARACTERS,
  contestant: 'pretrained',
  file: 'characters/pretrained.safetensors',
} as const;
const MANIFEST: Manifest = {
  version: 2,
  weights: [OF_CURVES],
  families: { characters: [OF_CHARACTERS, OF_TWENTY, PRETRAINED] },
  timeline: [{ iteration: 0, file: 'timeline/maml-000000.safetensors' }],
};

function charactersWeights(ways = 5): WeightsFile {
  const { architecture, ...usual } = openingSettings('characters');
  const settings = { ...usual, ways };
  return {
    network: initialiseNetwork(resized(architecture, 196, ways), 'he', 3),
    rates: null,
    details: { origin: 'maml', iteration: 9, settings, evaluation: null },
  };
}

class TwoWorlds implements ShippedWeights {
  readonly asked: string[] = [];
  #waiting: (() => void)[] = [];

  /** Lets the files of characters come that were asked for. */
  come() {
    for (const give of this.#waiting.splice(0)) give();
  }

  async list() {
    return MANIFEST;
  }

  async read(file: string) {
    this.asked.push(file);
    if (file === OF_CURVES.file) return weightsOf('maml');
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
    return charactersWeights(file === OF_TWENTY.file ? 20 : 5);
  }
}

beforeAll(() => loadFamily({ family: 'characters' }), 60_000);

async function openCharacters() {
  const weights = new TwoWorlds();
  const page = storeWithFakes({}, weights);
  await page.state().openShippedWeights();
  return { ...page, weights };
}

test('characters’ weights are asked for when characters are opened, and take the place of the others', async () => {
  const { state, weights } = await openCharacters();
  expect(weights.asked).toEqual([OF_CURVES.file]);
  const ofCurves = state().contestants.maml;
  expect(ofCurves).toBeDefined();
  expect(state().shippedTimeline).toHaveLength(1);
  state().changeSettings(withFamily(state().settings, 'characters'));
  await settled();
  expect(weights.asked).toEqual([OF_CURVES.file, OF_CHARACTERS.file, PRETRAINED.file]);
  expect(state().contestants.maml).toBeUndefined();
  expect(state().contestants.random).toBeDefined();
  weights.come();
  await settled();
  expect(state().contestants.maml?.network).toEqual(charactersWeights().network);
  expect(state().shipped.maml).toEqual(OF_CHARACTERS);
  expect(state().shippedTimeline).toEqual([]);
});

test('what comes after its family was left again is no contestant of the other one', async () => {
  const { state, weights } = await openCharacters();
  const ofCurves = state().contestants.maml?.network;
  state().changeSettings(withFamily(state().settings, 'characters'));
  await settled();
  state().changeSettings(withFamily(state().settings, 'sinusoid'));
  await settled();
  weights.come();
  await settled();
  expect(state().contestants.maml?.network).toEqual(ofCurves);
  expect(state().shippedTimeline).toHaveLength(1);
});

test('weights for another number of classes come when that is chosen, where there are any, and leave all others as they are', async () => {
  const { state, weights } = await openCharacters();
  state().changeSettings(withFamily(state().settings, 'characters'));
  await settled();
  weights.come();
  await settled();
  const { pretrained } = state().contestants;
  const asked = weights.asked.length;
  state().changeSettings({ ways: 20 });
  await settled();
  expect(weights.asked.slice(asked)).toEqual([OF_TWENTY.file]);
  expect(state().contestants.maml).toBeUndefined();
  weights.come();
  await settled();
  expect(state().contestants.maml?.network).toEqual(charactersWeights(20).network);
  expect(state().contestants.pretrained).toBe(pretrained);
  // For seven there are none: the usual ones are there again, and say that they take no part.
  state().changeSettings({ ways: 7 });
  await settled();
  weights.come();
  await settled();
  expect(state().contestants.maml?.network).toEqual(charactersWeights().network);
});
