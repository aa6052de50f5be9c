/** Lines of PyTorch for heads of classes: the network, its weights, the solution of a task and what it answers. */
import { outputSize } from '#models/architecture.ts';
import { factsOf } from '#training/learner-facts.ts';
import { PENALTY_SHARE, RELAXATION, SLACK_PRICE } from '#training/svm-head.ts';
import { LOG_LAMBDA, LOG_SCALE } from '../learned-tensors.ts';
import { LOADING, modules, pictures, pytorchImports, SINE_MODULE, withNumpy } from './pytorch-opening.ts';
import { namesClasses } from './pictures.ts';
import type { WeightsFile } from '../weights-file.ts';
import { type CodeRequest, movingOf, program } from './request.ts';

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

/** Whether the head of a network that names classes is solved for: as R2-D2 and MetaOptNet do, or by plain ridge regression, whose answers are logits as they are. */
export function solvesClasses(weights: WeightsFile): boolean {
  return weights.logScale !== undefined || (namesClasses(weights) && movingOf(weights) === 'solvedHead');
}

const TAKE_BOTH = `# By what the head is solved for: a penalty for leaving the head in the file, and the scale of the logits.
lam, scale = (state.pop(name).double().exp() for name in ("${LOG_LAMBDA}", "${LOG_SCALE}"))`;

const TAKE_PENALTY = `# By what the head is solved for: a penalty for leaving the head in the file.
lam = state.pop("${LOG_LAMBDA}").double().exp()`;

/** A program that loads a file, solves for the head on support pictures and answers for others. */
export function classHeadCode(request: CodeRequest): string {
  const { weights, file, format } = request;
  const loading = LOADING[format];
  if (loading === undefined) return '';
  const { architecture } = weights.network;
  const classes = outputSize(architecture);
  const isScaled = weights.logScale !== undefined;
  const solution = factsOf(weights.details.origin).head === 'svm' ? SVM : RIDGE;
  return program([
    pytorchImports({ ...loading, standard: withNumpy(loading) }),
    architecture.activation === 'sin' ? SINE_MODULE : null,
    `${loading.state(file)}
${isScaled ? TAKE_BOTH : TAKE_PENALTY}
model = nn.Sequential(${modules(architecture)})
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
    right = ${isScaled ? 'scale * y' : 'y'} - rows @ prior
${solution}
    return prior + rows.T @ coefficients


def answers(head, x):
    """The probability of each class, for each picture."""
    return (features(x) @ head).softmax(1)`,
    `\n${pictures(request)}
head = solved(x, nn.functional.one_hot(y, ${classes}).double())
right = (answers(head, x_query).argmax(1) == y_query).double().mean()
print(f"solved: query accuracy {right:.6g}, query cross-entropy {nn.functional.cross_entropy(features(x_query) @ head, y_query).item():.6g}")`,
  ]);
}
