/** A strided convolutional network in PyTorch, one for each task at once, with all of its parameters in one vector. */
import { firstBias, headOffset, layerCount, parameterLayout } from '#models/architecture.ts';
import { type Conv, KERNEL } from '#models/conv.ts';
import { lines } from './lines.ts';
import { ACTIVATIONS, type NetworkInPython } from './network-words.ts';

const tuple = (sides: readonly number[]) => (sides.length === 1 ? `(${sides[0]},)` : `(${sides.join(', ')})`);

/** Parameters of each layer, in the order of the vector. */
function layersOf(spec: Conv) {
  const layout = parameterLayout(spec);
  return Array.from({ length: layerCount(spec) }, (_, at) => layout.filter(({ layer }) => layer === at));
}

function constants(spec: Conv): string {
  const { input, filters, normalisation, outputs, activation } = spec;
  const block = [
    `${KERNEL.side}×${KERNEL.side} convolution`,
    ...(normalisation === 'layer' ? ['layer normalisation'] : []),
    activation,
  ];
  return lines(
    `# Blocks of [${block.join(', ')}], each of which halves the sides of a picture, then a linear head.`,
    `MODEL = {"model": "conv", "input": [${input.join(', ')}], "filters": [${filters.join(', ')}], "outputs": ${outputs},`,
    `         "normalisation": "${normalisation}", "activation": "${activation}"}`,
    '(HEIGHT, WIDTH, CHANNELS), FILTERS = MODEL["input"], MODEL["filters"]',
    'SHAPES = {',
    ...layersOf(spec).map(
      (layer) => `    ${layer.map(({ name, shape }) => `"${name}": ${tuple(shape)}`).join(', ')},`,
    ),
    '}',
    'SIZES = [math.prod(shape) for shape in SHAPES.values()]',
    `PARAMETERS, HEAD = sum(SIZES), ${headOffset(spec)}  # The last layer begins at HEAD.`,
  );
}

function predict({ normalisation, activation }: Conv): string {
  return lines(
    'def predict(theta, x, head=True):',
    '    """Logits of networks with parameters θ [tasks, P] for pictures x [tasks, pictures, pixels]; or what enters the head."""',
    '    tasks, pictures = x.shape[:2]',
    '    parts = iter(theta.split(SIZES, 1))',
    '    # Channels of all tasks stand one behind another, a group for each task.',
    '    x = x.transpose(0, 1).reshape(pictures, tasks * CHANNELS, HEIGHT, WIDTH)',
    '    for channels, filters in zip([CHANNELS, *FILTERS], FILTERS):',
    `        weight = next(parts).reshape(tasks * filters, channels, ${KERNEL.side}, ${KERNEL.side})`,
    `        x = torch.conv2d(x, weight, next(parts).flatten(), ${KERNEL.stride}, ${KERNEL.padding}, groups=tasks)`,
    normalisation === 'layer'
      ? '        x = torch.group_norm(x, tasks, next(parts).flatten(), next(parts).flatten())'
      : null,
    `        x = ${ACTIVATIONS[activation]}`,
    '    x = x.reshape(pictures, tasks, -1).transpose(0, 1)',
    '    weight, bias = next(parts).reshape(tasks, CLASSES, -1), next(parts).unsqueeze(1)',
    '    return x @ weight.transpose(1, 2) + bias if head else x',
  );
}

function named({ normalisation }: Conv): string {
  const modules = normalisation === 'layer' ? 'Conv2d, GroupNorm, …' : 'Conv2d, …';
  return `def named(vector, prefix=""):
    """The parameters under the names of PyTorch's state dict of Sequential(${modules}, Flatten, Linear)."""
    parts = vector[:PARAMETERS].split(SIZES)
    return {f"{prefix}{name}": part.reshape(shape).clone() for (name, shape), part in zip(SHAPES.items(), parts)}`;
}

export function convolution(spec: Conv): NetworkInPython {
  const sizes = layersOf(spec).map((layer) => layer.reduce((sum, { size }) => sum + size, 0));
  const { offset } = firstBias(spec);
  return {
    constants: constants(spec),
    predict: predict(spec),
    named: named(spec),
    features: 'predict(theta, x, head=False)',
    headSize: 'width, outputs = (PARAMETERS - HEAD) // CLASSES - 1, CLASSES',
    layerCount: `${sizes.length}`,
    layerSizes: `[${sizes.join(', ')}]`,
    firstLayer: `first, units = ${offset}, FILTERS[0]`,
    firstUnits: 'FILTERS[0]',
  };
}
