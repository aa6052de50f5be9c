/** The lines of code beside an export build the very network of the file and adapt it as the page does. */
import { describe, expect, test } from 'vitest';
import type { Activation } from '#models/activations.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { codeFor, CODE_LANGUAGES, type CodeLanguage, languagesFor } from '#formats/code/languages.ts';
import { notebook } from '#formats/code/notebook.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { FORMAT_FILES, WEIGHT_FORMATS, type WeightFormat } from '#formats/weight-formats.ts';
import type { Origin } from '#formats/weights-file.ts';
import { USUAL_CONV } from '#models/conv.ts';
import type { Architecture } from '#models/architecture.ts';
import { taskFile } from '#formats/code/pictures.ts';
import { readNpz } from '#formats/npz.ts';
import { readZip } from '#formats/zip.ts';
import { inkedTask } from '../../../fakes/inked-task.ts';
import { ofCharacters, weightsLike } from '../../../fakes/weight-examples.ts';

interface Wish {
  readonly layerSizes?: readonly number[];
  readonly activation?: Activation;
  readonly origin?: Origin;
  readonly format?: WeightFormat;
}

function requestOf({
  layerSizes = [1, 3, 1],
  activation = 'relu',
  origin = 'maml',
  format = 'safetensors',
}: Wish) {
  const support = { x: Float32Array.of(-3, 0.5), y: Float32Array.of(1, -0.25), count: 2 };
  const query = { x: Float32Array.of(2), y: Float32Array.of(-1), count: 1 };
  return {
    weights: weightsLike({ layerSizes, activation }, origin),
    file: `maml.${FORMAT_FILES[format].extension}`,
    format,
    innerLoop: { alpha: 0.02, steps: 7, support, query },
  };
}

function codeOf(language: CodeLanguage, wish: Wish = {}): string {
  return codeFor(language, requestOf(wish));
}

const ORIGINS: readonly Origin[] = [
  'maml',
  'anil',
  'metaSgd',
  'ridgeHead',
  'r2d2',
  'metaOptNet',
  'cavia',
  'mamlPlusPlus',
  'oracle',
];
const EVERY = ORIGINS.flatMap((origin) =>
  WEIGHT_FORMATS.flatMap((format) => {
    const request = requestOf({ origin, format, activation: format === 'tfjs' ? 'tanh' : 'sin' });
    return languagesFor(request).map((language) => ({ language, format, origin, request }));
  }),
);

describe('every program', () => {
  test.each(EVERY)(
    'of $language for $format of $origin closes what it opens and names its file',
    ({ language, request }) => {
      const code = codeFor(language, request);
      const count = (bracket: string) => code.split(bracket).length - 1;
      for (const [open = '', close = ''] of ['()', '[]', '{}'].map((pair) => pair.split(''))) {
        expect(count(open)).toBe(count(close));
      }
      expect(code).toContain(request.file);
      expect(code).not.toMatch(/undefined|NaN|\[object/);
    },
  );

  test.each(['pytorch', 'jax'] as const)(
    'of %s takes the steps of the optimiser, by which learn2learn has none',
    (language) => {
      const request = requestOf({});
      const by = (optimiser: StatefulOptimiser) =>
        codeFor(language, { ...request, innerLoop: { ...request.innerLoop, optimiser } });
      expect(by({ kind: 'momentum', decay: 0.75 })).toMatch(/momentum=0\.75|0\.75 \* mean/);
      expect(by({ kind: 'adam' })).toContain('1e-8');
      expect(by({ kind: 'adam' })).toContain('epsilon');
      expect(languagesFor(request, { kind: 'adam' })).not.toContain('learn2learn');
      expect(languagesFor(request)).toContain('learn2learn');
    },
  );

  test('opens a format that is its own, and each language opens one', () => {
    expect(new Set(EVERY.map(({ language }) => language))).toEqual(new Set(CODE_LANGUAGES));
  });
});

test('a ridge head is solved for where that is a line, and no library’s gradient steps are said to do it', () => {
  expect(codeOf('pytorch', { origin: 'ridgeHead' })).toContain(
    'torch.linalg.solve(system, y - features @ prior)',
  );
  expect(codeOf('pytorch', { origin: 'ridgeHead' })).toContain('lam = state.pop("log_lambda").exp()');
  expect(codeOf('jax', { origin: 'ridgeHead' })).toContain('jnp.linalg.solve(system, y - rows @ prior)');
  expect(languagesFor(requestOf({ origin: 'ridgeHead' }))).not.toContain('learn2learn');
});

test('a head of classes is solved for in PyTorch alone, by its own rule, with the scale of its logits', () => {
  const [ridge, svm] = (['r2d2', 'metaOptNet'] as const).map((origin) => codeOf('pytorch', { origin }));
  expect(ridge).toContain('coefficients = torch.linalg.solve(system, right)');
  expect(svm).toContain('torch.minimum(proposed, bounds)');
  for (const code of [ridge, svm]) {
    expect(code).toContain('for name in ("log_lambda", "log_scale")');
    expect(code).toContain('right = scale * y - rows @ prior');
  }
  expect(languagesFor(requestOf({ origin: 'metaOptNet' }))).toEqual(['pytorch']);
  expect(languagesFor(requestOf({ origin: 'metaOptNet', format: 'onnx' }))).toEqual([]);
});

test('a context begins at zero and alone moves, in code that says so', () => {
  const pytorch = codeOf('pytorch', { origin: 'cavia' });
  expect(pytorch).toContain('entering = state.pop("context.weight")');
  expect(pytorch).toContain('context = torch.zeros(entering.shape[1], requires_grad=True)');
  expect(pytorch).toContain('        context -= 0.02 * gradient');
  expect(codeOf('jax', { origin: 'cavia' })).toContain('parameters["0.bias"] + entering @ context');
  expect(languagesFor(requestOf({ origin: 'cavia' }))).not.toContain('learn2learn');
});

test('PyTorch names every layer and the activation between them', () => {
  expect(codeOf('pytorch', { layerSizes: [1, 40, 40, 1] })).toContain(
    'nn.Sequential(nn.Linear(1, 40), nn.ReLU(), nn.Linear(40, 40), nn.ReLU(), nn.Linear(40, 1))',
  );
  expect(codeOf('pytorch')).toContain('load_file("maml.safetensors")');
  expect(codeOf('pytorch', { activation: 'sin' })).toContain('class Sine(nn.Module):');
  expect(codeOf('pytorch', { activation: 'tanh' })).not.toContain('class');
});

test('the inner loop is that of the page: its points, its α, its steps', () => {
  for (const language of ['pytorch', 'jax', 'learn2learn'] as const) {
    const code = codeOf(language);
    // A whole number would be an integer to Python.
    expect(code).toContain('[-3.0, 0.5]');
    expect(code).toContain('[1.0, -0.25]');
    expect(code).toContain('range(7)');
    expect(code).toContain('0.02');
  }
});

test('Meta-SGD’s α is taken out of the state dict before the network is loaded, and steps with it', () => {
  const code = codeOf('pytorch', { origin: 'metaSgd' });
  const [before = '', after = ''] = code.split('model.load_state_dict(state)');
  expect(before).toContain('name.removeprefix("alpha."): state.pop(name)');
  expect(after).toContain('parameter -= alpha[name] * gradient');
  expect(codeOf('jax', { origin: 'metaSgd' })).toContain('alpha[name] * gradients[name]');
  expect(codeOf('learn2learn', { origin: 'metaSgd' })).toContain('l2l.algorithms.MetaSGD(model, lrs=rates)');
  expect(codeOf('pytorch')).not.toContain('alpha');
});

test('of ANIL, only the head adapts', () => {
  expect(codeOf('pytorch', { origin: 'anil' })).toContain('model[-1].named_parameters()');
  expect(codeOf('jax', { origin: 'anil' })).toContain('if name.startswith("2.")');
  expect(codeOf('learn2learn', { origin: 'anil' })).toContain('l2l.algorithms.MAML(model[-1], lr=0.02)');
});

test('the oracle is asked about x, amplitude and phase, and does not adapt', () => {
  const wish = { origin: 'oracle', layerSizes: [3, 3, 1] } as const;
  expect(codeOf('pytorch', wish)).toContain('[[0.5, 2.0, 1.0]]');
  expect(codeOf('pytorch', wish)).not.toContain('for step');
  expect(languagesFor(requestOf(wish))).not.toContain('learn2learn');
});

test.each(['cnp', 'snail', 'metaNet'] as const)(
  'a network that reads points, %s, is written out and told those on screen',
  (algorithm) => {
    const weights = weightsLike(trainedArchitecture({ ...DEFAULT_SETTINGS, algorithm }), algorithm);
    const of = (format: WeightFormat) => ({ ...requestOf({ format }), weights });
    expect(languagesFor(of('safetensors'))).toEqual(['pytorch']);
    expect(languagesFor(of('tfjs'))).toEqual([]);
    expect(languagesFor(of('onnx'))).toEqual(algorithm === 'metaNet' ? [] : ['onnxruntime']);
    const pytorch = codeFor('pytorch', of('safetensors'));
    expect(pytorch).toContain('inputs, outputs, hidden = 1, 1, [40, 40]');
    expect(pytorch).toContain('class Network(nn.Module):');
    expect(pytorch).toContain('print(model(x, y, torch.tensor([[0.5]])))');
    const onnxRuntime = codeFor('onnxruntime', of('onnx'));
    expect(onnxRuntime).toContain('"support_x": np.array([-3.0, 0.5], np.float32).reshape(-1, 1)');
    expect(onnxRuntime).toContain(', **support})');
  },
);

describe('of networks that name classes', () => {
  const task = inkedTask({ side: 14, ways: 3, shots: 1, queries: 2 });
  const convolution = { ...USUAL_CONV, filters: [4, 6], outputs: 3 };
  const of = (format: WeightFormat, origin: Origin = 'maml', architecture: Architecture = convolution) => ({
    ...requestOf({ format }),
    weights: ofCharacters(architecture, origin),
    innerLoop: { alpha: 0.4, steps: 2, ...task },
  });

  test('PyTorch builds the convolution, opens the task beside it, and is judged by cross-entropy', () => {
    const code = codeFor('pytorch', of('safetensors'));
    expect(code).toContain(`model = nn.Sequential(
    nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.GroupNorm(1, 4), nn.ReLU(),
    nn.Conv2d(4, 6, 3, stride=2, padding=1), nn.GroupNorm(1, 6), nn.ReLU(),
    nn.Flatten(), nn.Linear(96, 3),
)`);
    expect(code).toContain('np.load("task.npz")');
    expect(code).toContain('.reshape(-1, 1, 14, 14)');
    expect(code).toContain('loss = nn.functional.cross_entropy(model(x), y)');
    expect(code).not.toContain('mse');
  });

  test('a perceptron of pixels takes them as rows', () => {
    const code = codeFor(
      'pytorch',
      of('safetensors', 'maml', { layerSizes: [196, 8, 3], activation: 'relu' }),
    );
    expect(code).toContain('nn.Sequential(nn.Linear(196, 8), nn.ReLU(), nn.Linear(8, 3))');
    expect(code).toContain('.reshape(-1, 196)');
  });

  test('JAX convolves as PyTorch does, and of ANIL moves the head alone', () => {
    const code = codeFor('jax', of('npz', 'anil'));
    expect(code).toContain('jax.lax.conv_general_dilated(x, state[f"{module}.weight"], steps, padding)');
    expect(code).toContain('for block in range(0, 6, 3):');
    expect(code).toContain('name.startswith("7.")');
    expect(code).toContain('jax.nn.log_softmax');
  });

  test('rates of each step go over the four tensors of a block', () => {
    expect(codeFor('pytorch', of('safetensors', 'mamlPlusPlus'))).toContain('rates[index // 4]');
    expect(languagesFor(of('safetensors', 'mamlPlusPlus'))).toEqual(['pytorch']);
  });

  test('ONNX Runtime answers for the task’s queries', () => {
    expect(languagesFor(of('onnx'))).toEqual(['onnxruntime']);
    expect(codeFor('onnxruntime', of('onnx'))).toContain('session.run(["y"], {"x": task["query_x"]})');
  });

  test('TensorFlow.js looks at a drawing, since it opens no file of NumPy’s', () => {
    expect(languagesFor(of('tfjs'))).toEqual(['tensorflowjs']);
    const code = codeFor('tensorflowjs', of('tfjs'));
    expect(code).toContain('A canvas of 14 × 14 pixels');
    expect(code).toContain('.reshape([1, 196])');
    expect(code).not.toContain('task.npz');
  });

  test('a plain ridge head is solved for in PyTorch alone, without a scale of its logits', () => {
    expect(languagesFor(of('safetensors', 'ridgeHead'))).toEqual(['pytorch']);
    expect(languagesFor(of('onnx', 'ridgeHead'))).toEqual([]);
    const code = codeFor('pytorch', of('safetensors', 'ridgeHead'));
    expect(code).toContain('lam = state.pop("log_lambda").double().exp()');
    expect(code).toContain('right = y - rows @ prior');
    expect(code).not.toContain('scale');
  });

  test('the task’s file has pixels, and a 1 at the class of each picture', () => {
    const { tensors } = readNpz(readZip(taskFile(task)));
    expect(tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['support_x', 3, 196],
      ['support_y', 3, 3],
      ['query_x', 6, 196],
      ['query_y', 6, 3],
    ]);
    expect(tensors[0]?.data).toEqual(task.support.x);
  });
});

describe('a notebook', () => {
  test('has the lines of PyTorch, a cell for each part, and says what to put beside it', () => {
    const request = requestOf({});
    const { cells, nbformat } = JSON.parse(notebook(request));
    expect(nbformat).toBe(4);
    expect(cells[0]).toMatchObject({ cell_type: 'markdown' });
    expect(cells[0].source.join('')).toContain('`maml.safetensors`');
    const lines = cells.slice(1).map(({ source }: { source: string[] }) => source.join(''));
    expect(lines.length).toBeGreaterThan(4);
    const words = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
    expect(words(lines.join('\n'))).toBe(words(codeFor('pytorch', request)));
  });

  test('and lines say no query error where no query point is known', () => {
    const { innerLoop, ...rest } = requestOf({});
    const query = { x: new Float32Array(0), y: new Float32Array(0), count: 0 };
    const code = codeFor('pytorch', { ...rest, innerLoop: { ...innerLoop, query } });
    expect(code).toContain('support MSE');
    expect(code).not.toContain('query');
  });
});

describe('of weights that have learned measured curves', () => {
  const scale = { x: { centre: 30, unit: 6 }, y: { centre: 41.5, unit: 17 } };
  const measured = (format: WeightFormat) => {
    const request = requestOf({ format, activation: 'tanh' });
    const { weights } = request;
    return { ...request, weights: { ...weights, details: { ...weights.details, scale } } };
  };

  test.each(WEIGHT_FORMATS)('%s, the first line of every program has the units', (format) => {
    const request = measured(format);
    for (const language of languagesFor(request)) {
      const [first = '', ...rest] = codeFor(language, request).split('\n');
      expect(first).toMatch(/^(#|\/\/) Units/);
      expect(first).toContain('x of the file = 30 + 6 * x, y of the file = 41.5 + 17 * y.');
      expect(rest.join('\n')).toBe(codeFor(language, requestOf({ format, activation: 'tanh' })));
    }
  });

  test('the notebook’s heading has them', () => {
    expect(notebook(measured('safetensors'))).toContain('y of the file = 41.5 + 17 * y.');
  });
});
