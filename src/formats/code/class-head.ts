/** Lines of PyTorch for heads of classes: the network, its weights, the solution of a task and what it answers. */
import {
  type Architecture,
  describeArchitecture,
  isMlp,
  outputSize,
  parameterLayout,
} from '#models/architecture.ts';
import { blocksOf, KERNEL } from '#models/conv.ts';
import { linearLayers } from '#models/mlp.ts';
import { factsOf } from '#training/learner-facts.ts';
import { PENALTY_SHARE, RELAXATION, SLACK_PRICE } from '#training/svm-head.ts';
import { LOG_LAMBDA, LOG_SCALE } from '../learned-tensors.ts';
import { LOADING, MODULES, pytorchImports, SINE_MODULE } from './pytorch.ts';
import { type CodeRequest, program } from './request.ts';

/** The modules of a network before its head, and the shape of a picture. @throws Error for another network. */
function bodyOf(architecture: Architecture): { readonly modules: string[]; readonly shape: string } {
  const activation = MODULES[architecture.activation];
  if (isMlp(architecture)) {
    const [inputs = 0] = architecture.layerSizes;
    const hidden = linearLayers(architecture).slice(0, -1);
    const modules = hidden.flatMap((layer) => [`nn.Linear(${layer.inputs}, ${layer.outputs})`, activation]);
    return { modules, shape: `${inputs}` };
  }
  if (architecture.model !== 'conv')
    throw new Error(`Expected a perceptron or a convolution, found ${describeArchitecture(architecture)}.`);
  const { side, stride, padding } = KERNEL;
  const blocks = blocksOf(architecture).flatMap(({ before, after }) => [
    `nn.Conv2d(${before.channels}, ${after.channels}, ${side}, ${stride}, ${padding})`,
    ...(architecture.normalisation === 'layer' ? [`nn.GroupNorm(1, ${after.channels})`] : []),
    activation,
  ]);
  const [height, width, channels] = architecture.input;
  return { modules: [...blocks, 'nn.Flatten()'], shape: `${channels}, ${height}, ${width}` };
}

function headOf(architecture: Architecture): string {
  const [outputs = 0, features = 0] = parameterLayout(architecture).at(-2)?.shape ?? [];
  return `nn.Linear(${features}, ${outputs})`;
}

const RIDGE = `    coefficients = torch.linalg.solve(system, right)`;

/** As `meta/svm.ts` has it. */
const SVM = `    # The support vector machine of all classes at once, in the dual: coefficients up to a bound, in rows that sum to 0.
    rho = ${PENALTY_SHARE} * system.diagonal().mean()
    inverse = torch.linalg.inv(system + rho * torch.eye(len(x)))
    bounds = ${SLACK_PRICE} * scale * y.double()
    coefficients = held = torch.zeros_like(right)
    for _ in range(1000):
        towards = right + rho * (coefficients - held)
        summing = inverse @ (towards - towards.mean(1, keepdim=True))
        proposed = ${RELAXATION} * summing + (1 - ${RELAXATION}) * coefficients + held
        coefficients = torch.minimum(proposed, bounds)
        held = proposed - coefficients`;

/** A program that loads a file, solves for the head on support pictures and answers for others. */
export function classHeadCode({ weights, file, format }: CodeRequest): string {
  const loading = LOADING[format];
  if (loading === undefined) return '';
  const { architecture } = weights.network;
  const { modules, shape } = bodyOf(architecture);
  const classes = outputSize(architecture);
  const solution = factsOf(weights.details.origin).head === 'svm' ? SVM : RIDGE;
  return program([
    pytorchImports(loading),
    architecture.activation === 'sin' ? SINE_MODULE : null,
    `${loading.state(file)}
# By what the head is solved for: a penalty for leaving the head in the file, and the scale of the logits.
lam, scale = (state.pop(name).double().exp() for name in ("${LOG_LAMBDA}", "${LOG_SCALE}"))
model = nn.Sequential(
    ${[...modules, headOf(architecture)].join(',\n    ')},
)
model.load_state_dict(state)`,
    `
@torch.no_grad()
def features(x):
    return torch.cat([model[:-1](x), torch.ones(len(x), 1)], 1).double()


@torch.no_grad()
def solved(x, y):
    """The head for support pictures x and their classes y, in rows that are 1 for a picture's own class."""
    prior = torch.cat([model[-1].weight, model[-1].bias[:, None]], 1).T.double()
    rows = features(x)
    system = rows @ rows.T + lam * torch.eye(len(x))
    right = scale * y - rows @ prior
${solution}
    return prior + rows.T @ coefficients


def answers(head, x):
    """The probability of each class, for each picture."""
    return (features(x) @ head).softmax(1)


# One picture of each class, as ink from 0 to 1. Noise stands for yours.
x, y = torch.rand(${classes}, ${shape}), torch.eye(${classes})
print(answers(solved(x, y), x))`,
  ]);
}
