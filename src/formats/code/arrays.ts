/** Lines of NumPy and of JAX: the network written out. */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { INNER_ADAM_EPSILON, type StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { Activation } from '#models/activations.ts';
import type { WeightFormat } from '../weight-formats.ts';
import { CONTEXT_WEIGHT, LOG_LAMBDA, RATES_PREFIX, STEP_RATES } from '../learned-tensors.ts';
import { layerCount, parameterLayout } from '#models/architecture.ts';
import { jaxConvolution, jaxPictures } from './jax-pictures.ts';
import { headModule, isConvolution, namesClasses } from './pictures.ts';
import { movingOf, type CodeRequest, exampleInput, numberList, program } from './request.ts';

const NUMPY_ACTIVATIONS: Readonly<Record<Activation, string>> = {
  relu: 'np.maximum(x, 0)',
  tanh: 'np.tanh(x)',
  sigmoid: '1 / (1 + np.exp(-x))',
  softplus: 'np.logaddexp(x, 0)',
  sin: 'np.sin(x)',
};

const JAX_ACTIVATIONS: Readonly<Record<Activation, string>> = {
  relu: 'jax.nn.relu(x)',
  tanh: 'jnp.tanh(x)',
  sigmoid: 'jax.nn.sigmoid(x)',
  softplus: 'jax.nn.softplus(x)',
  sin: 'jnp.sin(x)',
};

interface Loading {
  readonly imports: readonly string[];
  readonly state: (file: string) => string;
}

const LOADING: Partial<Readonly<Record<WeightFormat, Loading>>> = {
  safetensors: {
    imports: ['from safetensors.numpy import load_file'],
    state: (file) => `state = load_file("${file}")`,
  },
  npz: {
    imports: ['import numpy as np'],
    state: (file) => `state = np.load("${file}")`,
  },
  json: {
    imports: ['import json', 'import numpy as np'],
    state: (file) => `with open("${file}") as file:
    tensors = json.load(file)["tensors"]
state = {name: np.array(values, np.float32) for name, values in tensors.items()}`,
  },
};

/** Standard library, then packages, each once. */
function importLines(lines: readonly string[]): string {
  const all = [...new Set(lines)];
  const standard = all.filter((line) => line === 'import json');
  const packages = all
    .filter((line) => line !== 'import json')
    .toSorted((a, b) => Number(a.startsWith('from')) - Number(b.startsWith('from')));
  return [...standard, ...(standard.length > 0 ? [''] : []), ...packages].join('\n');
}

/** The forward pass, layer after layer. */
function predictFunction({ weights }: CodeRequest, activation: string): string {
  const { architecture } = weights.network;
  if (isConvolution(architecture)) return jaxConvolution(architecture, activation);
  const layers = layerCount(architecture);
  const hidden = layers === 1 ? '' : `\n        if layer < ${layers - 1}:\n            x = ${activation}`;
  return `def predict(state, x):
    for layer in range(${layers}):
        x = x @ state[f"{2 * layer}.weight"].T + state[f"{2 * layer}.bias"]${hidden}
    return x`;
}

/** A program that loads a file and predicts. */
export function numpyCode(request: CodeRequest): string {
  const loading = LOADING[request.format];
  if (loading === undefined) return '';
  const { row, comment } = exampleInput(request.weights);
  const { activation } = request.weights.network.architecture;
  return program([
    importLines([...loading.imports, 'import numpy as np']),
    loading.state(request.file),
    `\n${predictFunction(request, NUMPY_ACTIVATIONS[activation])}`,
    `\nprint(predict(state, np.array(${row}, np.float32)))${comment}`,
  ]);
}

function jaxState(request: CodeRequest): string {
  const { architecture } = request.weights.network;
  const names = isConvolution(architecture)
    ? `names = [${parameterLayout(architecture)
        .map(({ name }) => `\n    "${name}",`)
        .join('')}\n]`
    : `names = [f"{2 * layer}.{part}" for layer in range(${layerCount(architecture)}) for part in ("weight", "bias")]`;
  const lines = [names, 'parameters = {name: jnp.asarray(state[name]) for name in names}'];
  if (request.weights.rates !== null) {
    lines.push(
      "# Meta-SGD's inner learning rate of each parameter.",
      `alpha = {name: jnp.asarray(state[f"${RATES_PREFIX}{name}"]) for name in names}`,
    );
  }
  if (request.weights.stepRates !== undefined) {
    lines.push(
      "# MAML++'s inner learning rate of each layer, a row for each step.",
      `alpha = jnp.asarray(state["${STEP_RATES}"])`,
    );
  }
  if (request.weights.logLambda !== undefined) {
    lines.push(
      '# The learned penalty of the ridge head.',
      `lam = jnp.exp(jnp.asarray(state["${LOG_LAMBDA}"]))`,
    );
  }
  if (request.weights.contextWeights !== undefined) {
    lines.push(
      '# Of CAVIA: by what context parameters enter the first layer beside its inputs.',
      `entering = jnp.asarray(state["${CONTEXT_WEIGHT}"])`,
    );
  }
  return lines.join('\n');
}

/** Steps of the context alone. */
function jaxContext({ innerLoop: { alpha, steps } }: CodeRequest): string {
  return `# Only the context moves, from zero: to one task it is another bias of the first layer.
def under(context):
    return {**parameters, "0.bias": parameters["0.bias"] + entering @ context}


@jax.jit
def inner_step(context):
    return context - ${alpha} * jax.grad(lambda moved: loss(under(moved)))(context)


context = jnp.zeros(entering.shape[1])
for step in range(${steps}):
    print(f"step {step}: {told(under(context))}")
    context = inner_step(context)
print(f"step ${steps}: {told(under(context))}")`;
}

/** Ridge regression of the last layer around what it is. */
function jaxSolution(request: CodeRequest): string {
  const last = layerCount(request.weights.network.architecture) - 1;
  const { activation } = request.weights.network.architecture;
  const hidden =
    last === 0
      ? ''
      : `    for layer in range(${last}):
        x = parameters[f"{2 * layer}.weight"] @ x + parameters[f"{2 * layer}.bias"]
        x = ${JAX_ACTIVATIONS[activation]}
`;
  return `# The last layer is solved for: ridge regression on the support points, around what it is.
def features(parameters, x):
${hidden}    return jnp.append(x, 1)


def solve(parameters):
    weight, bias = parameters["${2 * last}.weight"], parameters["${2 * last}.bias"]
    rows = jax.vmap(lambda point: features(parameters, point))(x)
    prior = jnp.append(weight, bias[:, None], axis=1).T
    system = rows @ rows.T + lam * jnp.eye(len(x))
    head = prior + rows.T @ jnp.linalg.solve(system, y - rows @ prior)
    return {**parameters, "${2 * last}.weight": head[:-1].T, "${2 * last}.bias": head[-1]}


print(f"step 0: {told(parameters)}")
parameters = solve(parameters)
print(f"step 1: {told(parameters)}")`;
}

function jaxUpdate(request: CodeRequest): string {
  const { alpha } = request.innerLoop;
  switch (movingOf(request.weights)) {
    case 'ownRates':
      return '{name: value - alpha[name] * gradients[name] for name, value in parameters.items()}';
    case 'head':
      return `{
        # Of ANIL, only the last layer adapts.
        name: value - ${alpha} * gradients[name] if name.startswith("${headModule(request.weights.network.architecture)}.") else value
        for name, value in parameters.items()
    }`;
    case 'stepRates':
    case 'solvedHead':
    case 'context':
    case 'all':
    case 'none':
    default:
      return `{name: value - ${alpha} * gradients[name] for name, value in parameters.items()}`;
  }
}

function jaxPoints({ weights, innerLoop: { support } }: CodeRequest): string {
  if (namesClasses(weights)) return jaxPictures(weights.network.architecture);
  const column = (values: Float32Array) => `jnp.array([${numberList(values, '    ')}]).reshape(-1, 1)`;
  return `# The support points on the page.
x = ${column(support.x)}
y = ${column(support.y)}


def loss(parameters):
    return jnp.mean((predict(parameters, x) - y) ** 2)


def told(parameters):
    return f"support MSE {loss(parameters):.4g}"


`;
}

/** Steps by an optimiser with a state, of all parameters or of the last layer's. */
function jaxOptimised(request: CodeRequest, optimiser: StatefulOptimiser): string {
  const { alpha, steps } = request.innerLoop;
  const last = headModule(request.weights.network.architecture);
  const moving =
    movingOf(request.weights) === 'head'
      ? `# Of ANIL, only the last layer adapts.
moving = [name for name in parameters if name.startswith("${last}.")]`
      : 'moving = list(parameters)';
  const isMomentum = optimiser.kind === 'momentum';
  const update = isMomentum
    ? `    mean = {name: ${optimiser.decay} * mean[name] + gradients[name] for name in moving}
    moved = {name: parameters[name] - ${alpha} * mean[name] for name in moving}`
    : `    mean = {name: ${DECAY_FIRST} * mean[name] + (1 - ${DECAY_FIRST}) * gradients[name] for name in moving}
    spread = {name: ${DECAY_SECOND} * spread[name] + (1 - ${DECAY_SECOND}) * gradients[name] ** 2 for name in moving}
    of_mean, of_spread = 1 - ${DECAY_FIRST} ** (step + 1), 1 - ${DECAY_SECOND} ** (step + 1)
    # Its epsilon stands inside the root, as optax's eps_root does: the root alone has an infinite slope at 0.
    root = {name: jnp.sqrt(spread[name] / of_spread + ${INNER_ADAM_EPSILON}) for name in moving}
    moved = {name: parameters[name] - ${alpha} * (mean[name] / of_mean) / root[name] for name in moving}`;
  return `${moving}


@jax.jit
def inner_step(step, parameters, mean, spread):
    gradients = jax.grad(loss)(parameters)
${update}
    return {**parameters, **moved}, mean, spread


mean = spread = {name: jnp.zeros_like(parameters[name]) for name in moving}
for step in range(${steps}):
    print(f"step {step}: {told(parameters)}")
    parameters, mean, spread = inner_step(step, parameters, mean, spread)
print(f"step ${steps}: {told(parameters)}")`;
}

/** Gradient steps whose rates differ from layer to layer and step to step. */
function jaxStepped(request: CodeRequest): string {
  const { steps } = request.innerLoop;
  return `@jax.jit
def inner_step(parameters, rates):
    gradients = jax.grad(loss)(parameters)
    return {
        # Layers are numbered by twos.
        name: value - rates[int(name.split(".")[0]) // 2] * gradients[name]
        for name, value in parameters.items()
    }


for step in range(${steps}):
    print(f"step {step}: {told(parameters)}")
    # Beyond the steps of its training, the rates of the last.
    parameters = inner_step(parameters, alpha[min(step, len(alpha) - 1)])
print(f"step ${steps}: {told(parameters)}")`;
}

function jaxLoop(request: CodeRequest): string {
  const { steps, optimiser } = request.innerLoop;
  const moving = movingOf(request.weights);
  if (moving === 'stepRates') return jaxStepped(request);
  if (optimiser !== undefined && moving !== 'ownRates') return jaxOptimised(request, optimiser);
  return `@jax.jit
def inner_step(parameters):
    gradients = jax.grad(loss)(parameters)
    return ${jaxUpdate(request)}


for step in range(${steps}):
    print(f"step {step}: {told(parameters)}")
    parameters = inner_step(parameters)
print(f"step ${steps}: {told(parameters)}")`;
}

function jaxAdaptation(request: CodeRequest): string | null {
  switch (movingOf(request.weights)) {
    case 'none':
      return null;
    case 'solvedHead':
      return `${jaxPoints(request)}${jaxSolution(request)}`;
    case 'context':
      return `${jaxPoints(request)}${jaxContext(request)}`;
    case 'all':
    case 'head':
    case 'ownRates':
    case 'stepRates':
    default:
      return `${jaxPoints(request)}${jaxLoop(request)}`;
  }
}

/** A program that loads a file, predicts, and goes on adapting with the same inner loop. */
export function jaxCode(request: CodeRequest): string {
  const loading = LOADING[request.format];
  if (loading === undefined) return '';
  const { row, comment } = exampleInput(request.weights);
  const { activation } = request.weights.network.architecture;
  const ofClasses = namesClasses(request.weights);
  return program([
    importLines([
      'import jax',
      'import jax.numpy as jnp',
      ...(ofClasses ? ['import numpy as np'] : []),
      ...loading.imports,
    ]),
    `${loading.state(request.file)}\n${jaxState(request)}`,
    `\n${predictFunction(request, JAX_ACTIVATIONS[activation])}`,
    ofClasses ? '' : `\nprint(predict(parameters, jnp.array(${row})))${comment}`,
    ofClasses ? `\n${jaxAdaptation(request)}` : jaxAdaptation(request),
  ]);
}
