/** Python opens our files by our own lines of code, and we open Python's. */
import {
  type Architecture,
  inputSize,
  layerCount,
  layerWidths,
  parameterCount,
  parameterLayout,
} from '#models/architecture.ts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import {
  adaptationOf,
  type InnerRates,
  isClosedForm,
  isContextDescent,
  isOptimised,
  isRemembering,
  type OptimisedDescent,
  ratesOfStep,
  type SteppedDescent,
} from '#training/learned.ts';
import { ACTIVATIONS, type Activation } from '#models/activations.ts';
import { FIRST_LOSS } from '#families/losses/loss-of.ts';
import type { PointSet } from '#families/task.ts';
import { codeFor, type CodeLanguage } from '#formats/code/languages.ts';
import { readWeights } from '#formats/read-weights.ts';
import { FORMAT_FILES, type WeightFormat, writeCheckpointAs, writeWeights } from '#formats/weight-formats.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { referenceContext } from '../reference/float64-context.ts';
import type { Vector } from '../reference/float64-derivatives.ts';
import { plus } from '../reference/float64-linear.ts';
import { referenceMetaGradient } from '../reference/float64-maml.ts';
import { differentiate } from '../reference/float64-network.ts';
import { forward, type ReferenceState } from '../reference/float64-optimiser.ts';
import { bitsOf } from '../fakes/arbitraries.ts';
import {
  checkpointLike,
  farthest,
  hundredPoints,
  predictAll,
  SHAPES,
  weightsLike,
  weightsOfShape,
} from '../fakes/weight-examples.ts';
import {
  answerOf,
  JAX,
  LEARN2LEARN,
  numbersOf,
  ONNX,
  type Python,
  runPython,
  TORCH,
  TORCH_WITH_SAFETENSORS,
} from './python.ts';

const folder = mkdtempSync(join(tmpdir(), 'interop-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SUPPORT: PointSet = {
  x: Float32Array.of(-3, 0, 1, 2.5, 4),
  y: Float32Array.of(1.25, -0.5, 0, 2, 1),
  count: 5,
};
const QUERY: PointSet = { x: Float32Array.of(-2, 3), y: Float32Array.of(0.5, 1.5), count: 2 };
const INNER_LOOP = { alpha: 0.02, steps: 3, support: SUPPORT, query: QUERY };
const NETWORK = { layerSizes: [1, 12, 12, 1], activation: 'tanh' } as const;

/** Writes a file and gives the program beside it. */
function saved(
  weights: WeightsFile,
  format: WeightFormat,
  language: CodeLanguage,
  optimiser: StatefulOptimiser | null = null,
): string {
  const file = `weights.${FORMAT_FILES[format].extension}`;
  writeFileSync(join(folder, file), writeWeights(weights, format));
  const innerLoop = optimiser === null ? INNER_LOOP : { ...INNER_LOOP, optimiser };
  return codeFor(language, { weights, file, format, innerLoop });
}

/** Support losses before and after the head is solved for, in float64. */
function solvedLosses({ network }: WeightsFile, logLambda: number): number[] {
  const inner = {
    alpha: 0,
    innerSteps: 1,
    innerBatch: null,
    proximal: { lambda: 1, conjugateGradientSteps: 1 },
  };
  const task = { support: SUPPORT, query: SUPPORT };
  const problem = { ...network, loss: FIRST_LOSS, rates: null, logLambda, tasks: [task], ...inner };
  return referenceMetaGradient('ridgeHead', problem).queryLosses.flat();
}

/** A rate for each parameter in a step. */
function ratesOfParameters(
  architecture: Architecture,
  rule: InnerRates | OptimisedDescent | SteppedDescent,
  step: number,
): ArrayLike<number> {
  const size = parameterCount(architecture);
  if (typeof rule === 'number') return new Float64Array(size).fill(rule);
  if (rule instanceof Float32Array) return rule;
  if (isOptimised(rule)) return ratesOfParameters(architecture, rule.rates, step);
  const ofLayers = ratesOfStep(rule, layerCount(architecture), step);
  const rates = new Float64Array(size);
  for (const entry of parameterLayout(architecture))
    rates.fill(ofLayers[entry.layer] ?? NaN, entry.offset, entry.offset + entry.size);
  return rates;
}

/** Support losses of the inner loop in float64. */
function referenceLosses(weights: WeightsFile, optimiser: StatefulOptimiser | null = null): number[] {
  const { architecture, parameters } = weights.network;
  const rates = adaptationOf(weights.details.origin, weights, INNER_LOOP.alpha, optimiser);
  if (isClosedForm(rates)) return solvedLosses(weights, rates.logLambda);
  if (isRemembering(rates)) throw new Error('Expected weights that adapt by steps.');
  let theta: Vector = Float64Array.from(parameters);
  let state: ReferenceState = [];
  return Array.from({ length: INNER_LOOP.steps + 1 }, (_, step) => {
    const { loss, gradient } = differentiate(architecture, theta, null, SUPPORT);
    if (isContextDescent(rates)) {
      theta = plus(
        theta,
        -rates.alpha,
        referenceContext(architecture, rates.contextWeights).spread(gradient),
      );
      return loss;
    }
    const taken = forward(optimiser, state, gradient, step);
    state = taken.state;
    const ofStep = ratesOfParameters(architecture, rates, step);
    theta = theta.map((value, index) => value - (ofStep[index] ?? NaN) * (taken.direction[index] ?? NaN));
    return loss;
  });
}

function printedLosses(output: string): number[] {
  return Array.from(output.matchAll(/^step \d+: .*support MSE ([^\s,]+)/gm), ([, loss]) => Number(loss));
}

/** Predictions of a program's network at a hundred points, asked by lines put before its inner loop. */
function predictionsOf(python: Python, program: string, ask: string, weights: WeightsFile): number[] {
  const inputs = inputSize(weights.network.architecture);
  const points = `POINTS = np.array(${JSON.stringify([...hundredPoints(inputs)])}, np.float32).reshape(-1, ${inputs})`;
  const [head = ''] = program.split(/^.*# The support points|^# The support points/m);
  const question = `import json as answers\nimport numpy as np\n${points}\nprint("ANSWER", answers.dumps(np.asarray(${ask}).ravel().tolist()))`;
  return numbersOf(runPython(python, `${head}\n${question}\n`, folder));
}

/** Of all parameters, and of the head alone. */
const OPTIMISED: readonly { origin: 'maml' | 'anil'; optimiser: StatefulOptimiser }[] = (
  ['maml', 'anil'] as const
).flatMap((origin) => [
  { origin, optimiser: { kind: 'momentum', decay: 0.9 } as const },
  { origin, optimiser: { kind: 'adam' } as const },
]);

const EVERY = SHAPES.flatMap((layerSizes) => ACTIVATIONS.map((activation) => ({ layerSizes, activation })));

describe('NumPy', () => {
  test.each(EVERY)(
    'opens .npz and predicts the same: $layerSizes $activation',
    ({ layerSizes, activation }) => {
      const weights = weightsOfShape(layerSizes, activation);
      const program = saved(weights, 'npz', 'numpy');
      const found = predictionsOf(TORCH, program, 'predict(state, POINTS)', weights);
      expect(farthest(found, predictAll(weights, hundredPoints(layerSizes[0] ?? 1)))).toBeLessThan(1e-5);
    },
  );

  test('reads every bit of a checkpoint, and its settings', () => {
    const checkpoint = checkpointLike();
    writeFileSync(join(folder, 'run.npz'), writeCheckpointAs(checkpoint, 'npz'));
    const program = `import json
import numpy as np
run = np.load("run.npz")
bits = {name: run[name].view(np.uint32).tolist() for name in ("parameters", "firstMoment", "secondMoment")}
details = json.loads(run["maml-playground-checkpoint"].item())
print("ANSWER", json.dumps({"bits": bits, "iteration": details["iteration"], "beta": details["settings"]["beta"]}))`;
    const { parameters, firstMoment, secondMoment } = checkpoint.snapshot;
    expect(answerOf(runPython(TORCH, program, folder))).toEqual({
      bits: {
        parameters: bitsOf(parameters),
        firstMoment: bitsOf(firstMoment),
        secondMoment: bitsOf(secondMoment),
      },
      iteration: 321,
      beta: checkpoint.settings.beta,
    });
  });
});

describe('PyTorch', () => {
  const FORMATS =
    TORCH_WITH_SAFETENSORS === null ? (['npz', 'json'] as const) : (['safetensors', 'npz', 'json'] as const);

  test.each(FORMATS)('opens %s, predicts the same and goes on adapting as the page does', (format) => {
    const weights = weightsLike(NETWORK);
    const program = saved(weights, format, 'pytorch');
    const python = TORCH_WITH_SAFETENSORS ?? TORCH;
    const found = predictionsOf(python, program, 'model(torch.from_numpy(POINTS)).detach()', weights);
    expect(farthest(found, predictAll(weights, hundredPoints(1)))).toBeLessThan(1e-5);
    expect(
      farthest(printedLosses(runPython(python, program, folder)), referenceLosses(weights)),
    ).toBeLessThan(1e-3);
  });

  test.each([
    { origin: 'metaSgd', activation: 'relu' },
    { origin: 'anil', activation: 'sin' },
    { origin: 'ridgeHead', activation: 'tanh' },
    { origin: 'fomaml', activation: 'softplus' },
    { origin: 'reptile', activation: 'sigmoid' },
    { origin: 'mamlPlusPlus', activation: 'tanh' },
  ] as const)('adapts weights of $origin with $activation as they are to adapt', ({ origin, activation }) => {
    const weights = weightsLike({ ...NETWORK, activation }, origin);
    const output = runPython(TORCH, saved(weights, 'npz', 'pytorch'), folder);
    expect(farthest(printedLosses(output), referenceLosses(weights))).toBeLessThan(1e-3);
  });

  test.each(OPTIMISED)('adapts weights of $origin by $optimiser.kind', ({ origin, optimiser }) => {
    const weights = weightsLike(NETWORK, origin);
    const output = runPython(TORCH, saved(weights, 'npz', 'pytorch', optimiser), folder);
    const expected = referenceLosses(weights, optimiser);
    expect(farthest(printedLosses(output), expected)).toBeLessThan(1e-3);
    // So that it would be seen if it were plain descent.
    expect(farthest(expected, referenceLosses(weights))).toBeGreaterThan(1e-2);
  });

  test('asks an oracle about x, amplitude and phase, and adapts nothing', () => {
    const weights = weightsLike({ layerSizes: [3, 8, 1], activation: 'relu' }, 'oracle');
    const output = runPython(TORCH, saved(weights, 'npz', 'pytorch'), folder);
    expect(output).toMatch(/^tensor\(\[\[-?[\d.]+\]\]/);
    expect(printedLosses(output)).toEqual([]);
  });
});

/** A network of PyTorch's, as somebody else would write it, and what it predicts. */
function madeByTorch(activation: string, save: string): string {
  return `import json
import numpy as np
import torch
from torch import nn

torch.manual_seed(7)

class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden1 = nn.Linear(1, 16)
        self.hidden2 = nn.Linear(16, 16)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        x = ${activation}(self.hidden1(x))
        x = ${activation}(self.hidden2(x))
        return self.out(x)

model = Regressor()
state = model.state_dict()
${save}
points = np.array(${JSON.stringify([...hundredPoints(1)])}, np.float32).reshape(-1, 1)
print("ANSWER", json.dumps(model(torch.from_numpy(points)).detach().numpy().ravel().tolist()))`;
}

describe('a network that PyTorch wrote', () => {
  const SAVES = [
    { file: 'theirs.npz', save: 'np.savez("theirs.npz", **{k: v.numpy() for k, v in state.items()})' },
    {
      file: 'small.npz',
      save: 'np.savez_compressed("small.npz", **{k: v.numpy() for k, v in state.items()})',
    },
    {
      file: 'turned.npz',
      save: 'np.savez("turned.npz", **{k.replace("weight", "kernel"): v.numpy().T for k, v in state.items()})',
    },
    {
      file: 'double.npz',
      save: 'np.savez("double.npz", **{k: v.double().numpy() for k, v in state.items()})',
    },
    {
      file: 'theirs.json',
      save: 'json.dump({k: v.tolist() for k, v in state.items()}, open("theirs.json", "w"))',
    },
  ];
  const WITH_SAFETENSORS = [
    {
      file: 'theirs.safetensors',
      save: 'from safetensors.torch import save_file\nsave_file(state, "theirs.safetensors")',
    },
  ];
  const all = TORCH_WITH_SAFETENSORS === null ? SAVES : [...SAVES, ...WITH_SAFETENSORS];
  const ACTIVATION_CALLS: readonly { activation: Activation; call: string }[] = [
    { activation: 'relu', call: 'torch.relu' },
    { activation: 'tanh', call: 'torch.tanh' },
  ];

  test.each(all)('as $file predicts the same here', ({ file, save }) => {
    for (const { activation, call } of ACTIVATION_CALLS) {
      const expected = numbersOf(runPython(TORCH_WITH_SAFETENSORS ?? TORCH, madeByTorch(call, save), folder));
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      expect(readWeights(bytes).kind).toBe('activationUnknown');
      const read = readWeights(bytes, { activation });
      if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
      expect(layerWidths(read.weights.network.architecture)).toEqual([1, 16, 16, 1]);
      expect(farthest(predictAll(read.weights, hundredPoints(1)), expected)).toBeLessThan(1e-5);
    }
  });
});

describe.skipIf(JAX === null)('JAX', () => {
  const python = JAX ?? TORCH;
  test.each(['safetensors', 'npz', 'json'] as const)(
    'opens %s, predicts the same and goes on adapting',
    (format) => {
      const weights = weightsLike(NETWORK);
      const program = saved(weights, format, 'jax');
      const found = predictionsOf(python, program, 'predict(parameters, jnp.asarray(POINTS))', weights);
      expect(farthest(found, predictAll(weights, hundredPoints(1)))).toBeLessThan(1e-5);
      expect(
        farthest(printedLosses(runPython(python, program, folder)), referenceLosses(weights)),
      ).toBeLessThan(1e-3);
    },
  );

  test.each([
    { origin: 'metaSgd', activation: 'sin' },
    { origin: 'anil', activation: 'softplus' },
    { origin: 'ridgeHead', activation: 'relu' },
    { origin: 'mamlPlusPlus', activation: 'tanh' },
  ] as const)('adapts weights of $origin as they are to adapt', ({ origin, activation }) => {
    const weights = weightsLike({ ...NETWORK, activation }, origin);
    const output = runPython(python, saved(weights, 'npz', 'jax'), folder);
    expect(farthest(printedLosses(output), referenceLosses(weights))).toBeLessThan(1e-3);
  });
});

describe.skipIf(JAX === null)('JAX by an optimiser', () => {
  test.each(OPTIMISED)('adapts weights of $origin by $optimiser.kind', ({ origin, optimiser }) => {
    const weights = weightsLike(NETWORK, origin);
    const output = runPython(JAX ?? TORCH, saved(weights, 'npz', 'jax', optimiser), folder);
    expect(farthest(printedLosses(output), referenceLosses(weights, optimiser))).toBeLessThan(1e-3);
  });
});

describe.skipIf(ONNX === null)('ONNX', () => {
  test.each(ACTIVATIONS)('finds nothing wrong with a model of %s, and runs it', (activation) => {
    const weights = weightsLike({ ...NETWORK, activation });
    const program = `${saved(weights, 'onnx', 'onnxruntime')}\nimport onnx\nonnx.checker.check_model("weights.onnx", full_check=True)\n`;
    const found = predictionsOf(ONNX ?? TORCH, program, 'session.run(["y"], {"x": POINTS})[0]', weights);
    expect(farthest(found, predictAll(weights, hundredPoints(1)))).toBeLessThan(1e-5);
  });
});

describe.skipIf(LEARN2LEARN === null)('learn2learn', () => {
  test.each(['maml', 'metaSgd', 'anil'] as const)('adapts weights of %s as the page does', (origin) => {
    const weights = weightsLike(NETWORK, origin);
    const output = runPython(LEARN2LEARN ?? TORCH, saved(weights, 'npz', 'learn2learn'), folder);
    expect(farthest(printedLosses(output), referenceLosses(weights))).toBeLessThan(1e-3);
  });
});
