/** Each family of tasks has shipped weights of its own, which come when it is opened. */
import { beforeAll, expect, test } from 'vitest';
import { loadFamily } from '#families/family-of.ts';
import { openingSettings, withFamily } from '#training/settings.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Manifest } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import type { ShippedWeights } from '#store/contestants/shipped-weights.ts';
import { storeWithFakes, weightsOf } from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';

const ENTRY = { contestant: 'maml', algorithm: 'maml', iteration: 9, command: '' } as const;
const OF_CURVES = { ...ENTRY, shots: 5, file: 'maml.safetensors' };
const OF_CHARACTERS = { ...ENTRY, shots: 1, file: 'characters/maml.safetensors' };
const MANIFEST: Manifest = {
  version: 2,
  weights: [OF_CURVES],
  families: { characters: [OF_CHARACTERS] },
  timeline: [{ iteration: 0, file: 'timeline/maml-000000.safetensors' }],
};

function charactersWeights(): WeightsFile {
  const { architecture, ...settings } = openingSettings('characters');
  return {
    network: initialiseNetwork(architecture, 'he', 3),
    rates: null,
    details: { origin: 'maml', iteration: 9, settings, evaluation: null },
  };
}

class TwoWorlds implements ShippedWeights {
  readonly asked: string[] = [];
  /** Lets a file of characters come. */
  come: () => void = () => undefined;

  async list() {
    return MANIFEST;
  }

  async read(file: string) {
    this.asked.push(file);
    if (file === OF_CURVES.file) return weightsOf('maml');
    await new Promise<void>((resolve) => {
      this.come = resolve;
    });
    return charactersWeights();
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
  expect(weights.asked).toEqual([OF_CURVES.file, OF_CHARACTERS.file]);
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
