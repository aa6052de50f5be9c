/** Several networks in one file are told from the parts of one; layers of one are put in the only order there can be. */
import { layerWidths } from '#models/architecture.ts';
import { describe, expect, test } from 'vitest';
import { readWeights } from '#formats/read-weights.ts';
import { writeSafetensors } from '#formats/safetensors.ts';
import type { NamedTensor } from '#formats/tensor-file.ts';

type LayerAt = readonly [path: string, inputs: number, outputs: number];

/** Layers of numbers that tell them apart. */
function tensorsOf(layers: readonly LayerAt[]): NamedTensor[] {
  return layers.flatMap(([path, inputs, outputs], at) => [
    {
      name: `${path}.weight`,
      shape: [outputs, inputs],
      data: new Float32Array(inputs * outputs).fill(at + 1),
    },
    { name: `${path}.bias`, shape: [outputs], data: new Float32Array(outputs).fill(-at - 1) },
  ]);
}

function read(layers: readonly LayerAt[], network: string | null = null) {
  const tensors = tensorsOf(layers);
  return readWeights(writeSafetensors({ metadata: {}, tensors }), { activation: 'relu', network });
}

/** A network under this name. */
function under(name: string, width = 4): LayerAt[] {
  return [
    [`${name}0`, 1, width],
    [`${name}2`, width, width],
    [`${name}4`, width, 1],
  ];
}

describe('networks beside each other:', () => {
  test.each([
    {
      what: 'of different widths',
      layers: [...under('models.0.'), ...under('models.1.', 5)],
      names: ['models.0', 'models.1'],
    },
    { what: 'of other names', layers: [...under('actor.'), ...under('critic.')], names: ['actor', 'critic'] },
    {
      what: 'an average within a module',
      layers: [...under('net.'), ...under('net_ema.')],
      names: ['net', 'net.ema'],
    },
    {
      what: 'two averages',
      layers: [...under(''), ...under('ema.'), ...under('swa.')],
      names: ['root', 'swa', 'ema'],
    },
    {
      what: 'layer by layer',
      layers: ['0', '1'].flatMap((member): LayerAt[] => [
        [`fc1.${member}`, 1, 4],
        [`fc2.${member}`, 4, 1],
      ]),
      names: ['0', '1'],
    },
    {
      what: 'of single layers',
      layers: ['0', '1'].map((member): LayerAt => [`models.${member}`, 1, 1]),
      names: ['models.0', 'models.1'],
    },
    {
      what: 'of other ends than a row has',
      layers: [...under('policy.'), ['value.0', 1, 4], ['value.2', 4, 2]] satisfies LayerAt[],
      names: ['policy', 'value'],
    },
  ])('$what', ({ layers, names }) => {
    expect(read(layers)).toMatchObject({ kind: 'severalNetworks', names });
    for (const name of names) expect(read(layers, name)).toMatchObject({ kind: 'weights' });
  });

  test('whose tensors are only numbered', () => {
    const numbered = ['', 'ema_'].flatMap((prefix) =>
      tensorsOf(under('')).map((tensor, at) => ({ ...tensor, name: `${prefix}w${at}` })),
    );
    const bytes = writeSafetensors({ metadata: {}, tensors: numbered });
    expect(readWeights(bytes)).toMatchObject({ kind: 'severalNetworks', names: ['ema', 'root'] });
  });

  test('the chosen one has its own numbers', () => {
    const layers = [...under('a.'), ...under('b.')];
    const chosen = read(layers, 'b');
    if (chosen.kind !== 'weights') throw new Error(`Expected weights, found ${chosen.kind}.`);
    const { parameters } = chosen.weights.network;
    expect([parameters[0], parameters.at(-1)]).toEqual([4, -6]);
  });
});

describe('parts of one network:', () => {
  test.each<{ what: string; layers: LayerAt[]; sizes: number[] }>([
    {
      what: 'backbone and fc',
      layers: [
        ['backbone.0', 1, 4],
        ['backbone.2', 4, 4],
        ['fc', 4, 1],
      ],
      sizes: [1, 4, 4, 1],
    },
    {
      what: 'features and classifier',
      layers: [
        ['features.layer1.linear', 1, 4],
        ['features.layer2.linear', 4, 4],
        ['classifier', 4, 1],
      ],
      sizes: [1, 4, 4, 1],
    },
    {
      what: 'encoder and decoder',
      layers: [
        ['decoder.0', 2, 4],
        ['decoder.2', 4, 1],
        ['encoder.0', 1, 4],
        ['encoder.2', 4, 2],
      ],
      sizes: [1, 4, 2, 4, 1],
    },
    {
      what: 'encoder and decoder, each from 1 to 1',
      layers: [
        ['decoder.0', 1, 3],
        ['decoder.2', 3, 1],
        ['encoder.0', 1, 4],
        ['encoder.2', 4, 1],
      ],
      sizes: [1, 4, 1, 3, 1],
    },
    {
      what: 'blocks',
      layers: [
        ['blocks.0.a', 1, 4],
        ['blocks.0.b', 4, 1],
        ['blocks.1.a', 1, 3],
        ['blocks.1.b', 3, 1],
      ],
      sizes: [1, 4, 1, 3, 1],
    },
    {
      what: 'names that tell nothing',
      layers: [
        ['up', 1, 4],
        ['back', 3, 1],
        ['down', 4, 3],
      ],
      sizes: [1, 4, 3, 1],
    },
    {
      what: 'a word that misleads',
      layers: [
        ['out', 1, 4],
        ['in', 4, 1],
      ],
      sizes: [1, 4, 1],
    },
    {
      what: 'widths of one',
      layers: [
        ['layers.0', 1, 1],
        ['layers.1', 1, 1],
        ['layers.2', 1, 1],
      ],
      sizes: [1, 1, 1, 1],
    },
  ])('$what', ({ layers, sizes }) => {
    const found = read(layers);
    if (found.kind !== 'weights') throw new Error(`Expected weights, found ${found.kind}.`);
    expect(layerWidths(found.weights.network.architecture)).toEqual(sizes);
  });
});
