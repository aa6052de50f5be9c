/** Lines of PyTorch that open a file, build its network and hold the shown task. */
import { type Architecture, expectMlp, layerWidths } from '#models/architecture.ts';
import { blocksOf, KERNEL, type Normalisation } from '#models/conv.ts';
import type { Activation } from '#models/activations.ts';
import { linearLayers } from '#models/mlp.ts';
import type { WeightFormat } from '../weight-formats.ts';
import { CONTEXT_WEIGHT, LOG_LAMBDA, RATES_PREFIX, STEP_RATES } from '../learned-tensors.ts';
import { isConvolution, shapeOfPicture, TASK_COMMENT, TASK_FILE } from './pictures.ts';
import { type CodeRequest, numberList } from './request.ts';

export const MODULES: Readonly<Record<Activation, string>> = {
  relu: 'nn.ReLU()',
  tanh: 'nn.Tanh()',
  sigmoid: 'nn.Sigmoid()',
  softplus: 'nn.Softplus()',
  sin: 'Sine()',
};

export const SINE_MODULE = `
class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)
`;

export interface Loading {
  /** Sorted above and below those of PyTorch. */
  readonly standard?: string;
  readonly packages?: string;
  readonly state: (file: string) => string;
}

export const LOADING: Partial<Readonly<Record<WeightFormat, Loading>>> = {
  safetensors: {
    packages: 'from safetensors.torch import load_file',
    state: (file) => `state = load_file("${file}")`,
  },
  npz: {
    standard: 'import numpy as np',
    state: (file) => `arrays = np.load("${file}")
state = {
    name: torch.from_numpy(arrays[name])
    for name in arrays.files
    if arrays[name].dtype == np.float32
}`,
  },
  json: {
    standard: 'import json\n',
    state: (file) => `with open("${file}") as file:
    tensors = json.load(file)["tensors"]
state = {name: torch.tensor(values) for name, values in tensors.items()}`,
  },
};

/** Parts Meta-SGD's α from the network's own tensors, by which alone PyTorch knows a state dict. */
const TAKE_RATES = `# Meta-SGD's inner learning rate of each parameter, under the parameter's name.
alpha = {
    name.removeprefix("${RATES_PREFIX}"): state.pop(name)
    for name in list(state)
    if name.startswith("${RATES_PREFIX}")
}`;

/** The same of a ridge head's penalty. */
const TAKE_PENALTY = `# The learned penalty of the ridge head.
lam = state.pop("${LOG_LAMBDA}").exp()`;

/** And of the weights of context parameters. */
const TAKE_CONTEXT = `# Of CAVIA: by what context parameters enter the first layer beside its inputs.
entering = state.pop("${CONTEXT_WEIGHT}")`;

/** And of the rates of each step, a row for each. */
const TAKE_STEP_RATES = `# MAML++'s inner learning rate of each layer, a row for each step.
alpha = state.pop("${STEP_RATES}")`;

export function pytorchImports({ standard = '', packages = '' }: Loading, isLearn2learn = false): string {
  return [
    standard,
    isLearn2learn ? 'import learn2learn as l2l' : '',
    'import torch',
    packages,
    'from torch import nn',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Without running statistics batch norm goes by those of whatever it is given, always. */
const NORMAL_MODULES: Readonly<
  Record<Exclude<Normalisation, 'none' | 'support'>, (channels: number) => string>
> = {
  layer: (channels) => `nn.GroupNorm(1, ${channels})`,
  batch: (channels) => `nn.BatchNorm2d(${channels}, track_running_stats=False)`,
};

function normalModules(normalisation: Normalisation, channels: number): string[] {
  if (normalisation === 'none') return [];
  if (normalisation !== 'support') return [NORMAL_MODULES[normalisation](channels)];
  throw new Error('Expected a normalisation that PyTorch has, found that by the support set.');
}

/** A perceptron in one line, or a convolution with a line for each block. */
export function modules(architecture: Architecture): string {
  const activation = MODULES[architecture.activation];
  if (!isConvolution(architecture)) {
    return linearLayers(expectMlp(architecture))
      .map(({ inputs, outputs }) => `nn.Linear(${inputs}, ${outputs})`)
      .join(`, ${activation}, `);
  }
  const { side, stride, padding } = KERNEL;
  const blocks = blocksOf(architecture).map(({ before, after }) =>
    [
      `nn.Conv2d(${before.channels}, ${after.channels}, ${side}, stride=${stride}, padding=${padding})`,
      ...normalModules(architecture.normalisation, after.channels),
      activation,
    ].join(', '),
  );
  const features = layerWidths(architecture).at(-2) ?? 0;
  const head = `nn.Flatten(), nn.Linear(${features}, ${architecture.outputs})`;
  return [...blocks, head]
    .map((line) => `\n    ${line},`)
    .join('')
    .concat('\n');
}

/** The file of a task is opened by NumPy. */
export function withNumpy({ standard = '' }: Loading): string {
  const numpy = 'import numpy as np';
  return standard.includes(numpy) ? standard : `${standard}${standard === '' ? '' : '\n'}${numpy}`;
}

/** The network with its weights. */
export function model({ weights, file }: CodeRequest, { state }: Loading): string {
  return [
    state(file),
    weights.rates === null ? '' : TAKE_RATES,
    weights.logLambda === undefined ? '' : TAKE_PENALTY,
    weights.contextWeights === undefined ? '' : TAKE_CONTEXT,
    weights.stepRates === undefined ? '' : TAKE_STEP_RATES,
    `model = nn.Sequential(${modules(weights.network.architecture)})`,
    'model.load_state_dict(state)',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function column(values: Float32Array): string {
  return `torch.tensor([${numberList(values, '    ')}]).reshape(-1, 1)`;
}

/** The task on screen, pictures as the network takes them and classes by their numbers. */
export function pictures({ weights: { network } }: CodeRequest): string {
  const shape = shapeOfPicture(network.architecture).join(', ');
  return `${TASK_COMMENT}
task = {name: torch.from_numpy(values) for name, values in np.load("${TASK_FILE}").items()}
x, x_query = (task[name].reshape(-1, ${shape}) for name in ("support_x", "query_x"))
y, y_query = (task[name].argmax(1) for name in ("support_y", "query_y"))`;
}

/** The support points on screen. */
export function points({ innerLoop: { support } }: CodeRequest): string {
  return `# The support points on the page.\nx = ${column(support.x)}\ny = ${column(support.y)}`;
}

/** And the query points, where there are any. */
export function queryPoints({ innerLoop: { query } }: CodeRequest): string | null {
  if (query.count === 0) return null;
  return `# The query points, by which it is judged.\nx_query = ${column(query.x)}\ny_query = ${column(query.y)}`;
}
