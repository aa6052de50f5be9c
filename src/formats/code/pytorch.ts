/** Lines of PyTorch that adapt as the page does, and of learn2learn on top of it. */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { INNER_ADAM_EPSILON, type StatefulOptimiser } from '#training/inner-optimiser.ts';
import { parameterLayout } from '#models/architecture.ts';
import type { WeightsFile } from '../weights-file.ts';
import { namesClasses } from './pictures.ts';
import {
  LOADING,
  model,
  pictures,
  points,
  pytorchImports,
  queryPoints,
  SINE_MODULE,
  withNumpy,
} from './pytorch-opening.ts';
import { movingOf, type CodeRequest, exampleInput, program } from './request.ts';

/** An answer, where a question is short enough to be written. */
function printed(weights: WeightsFile): string {
  if (namesClasses(weights)) return '';
  const { row, comment } = exampleInput(weights);
  return `print(model(torch.tensor(${row})))${comment}`;
}

const MSE = 'nn.functional.mse_loss';

/** The loss of the weights' family. */
function lossOf(weights: WeightsFile): string {
  return namesClasses(weights) ? 'nn.functional.cross_entropy' : MSE;
}

/** What a loop says of a step where no row of the table can be had: the errors alone. */
function errors({ innerLoop: { query } }: CodeRequest, step: string, answer: (at: string) => string): string {
  const told = [`support MSE {${MSE}(${answer('x')}, y).item():.6g}`];
  if (query.count > 0) told.unshift(`query MSE {${MSE}(${answer('x_query')}, y_query).item():.6g}`);
  return `print(f"step ${step}: ${told.join(', ')}")`;
}

/** `row`, which prints a step's row of the page's table. */
function tableRow({ weights, innerLoop: { query } }: CodeRequest): string {
  const loss = lossOf(weights);
  const name = namesClasses(weights) ? 'cross-entropy' : 'MSE';
  const accuracy = namesClasses(weights)
    ? 'query accuracy {(model(x_query).argmax(1) == y_query).float().mean():.6g}, '
    : '';
  const ofQuery =
    query.count === 0 ? '' : `${accuracy}query ${name} {${loss}(model(x_query), y_query).item():.6g}, `;
  return `def weights():
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])


def row(step):
    """A row of the page's table: errors, the norm of the support gradient, and how far all weights have moved."""
    loss = ${loss}(model(x), y)
    slope = torch.cat([part.flatten() for part in torch.autograd.grad(loss, list(model.parameters()))])
    moved = (weights() - start).norm()
    print(f"step {step}: ${ofQuery}support ${name} {loss.item():.6g}, |∇L| {slope.norm():.6g}, |θ − θ₀| {moved:.6g}")


start = weights()`;
}

/** Inner steps of the model itself; each row is that before the step, and the last what came of them. */
function loop({ weights, innerLoop: { steps } }: CodeRequest, step: string): string {
  return `for step in range(${steps}):
    row(step)
    loss = ${lossOf(weights)}(model(x), y)
${step}
row(${steps})`;
}

/** Ridge regression of the last layer around what it is; before and after it says the row. */
function solvedHead(): string {
  return `# The last layer is solved for: ridge regression on the support points, around what it is.
row(0)
with torch.no_grad():
    features = torch.cat([model[:-1](x), torch.ones(len(x), 1)], 1)
    prior = torch.cat([model[-1].weight, model[-1].bias[:, None]], 1).T
    system = features @ features.T + lam * torch.eye(len(x))
    head = prior + features.T @ torch.linalg.solve(system, y - features @ prior)
    model[-1].weight.copy_(head[:-1].T)
    model[-1].bias.copy_(head[-1])
row(1)`;
}

/** Steps of the context alone; inputs are as they were, and it is zero at first. */
function contextLoop(request: CodeRequest): string {
  const { alpha, steps } = request.innerLoop;
  const answer = (at: string) => `predict(${at}, context)`;
  return `# Only the context moves, from zero.
context = torch.zeros(entering.shape[1], requires_grad=True)


def predict(x, context):
    return model[1:](model[0](x) + entering @ context)


for step in range(${steps}):
    ${errors(request, '{step}', answer)}
    (gradient,) = torch.autograd.grad(${MSE}(predict(x, context), y), context)
    with torch.no_grad():
        context -= ${alpha} * gradient
${errors(request, `${steps}`, answer)}`;
}

/** Gradient steps whose rates differ from layer to layer and step to step. */
function steppedLoop(request: CodeRequest): string {
  const first = parameterLayout(request.weights.network.architecture).filter(
    ({ layer }) => layer === 0,
  ).length;
  return `parameters = list(model.parameters())
${loop(
  request,
  `    gradients = torch.autograd.grad(loss, parameters)
    # Beyond the steps of its training, the rates of the last.
    rates = alpha[min(step, len(alpha) - 1)]
    with torch.no_grad():
        for index, (parameter, gradient) in enumerate(zip(parameters, gradients)):
            # A layer has ${first === 2 ? 'a weight and a bias' : 'weight and bias, and those of its normalisation'}.
            parameter -= rates[index // ${first}] * gradient`,
)}`;
}

/** Steps by an optimiser with a state, of the parameters of `moved`. */
function optimisedLoop(request: CodeRequest, moved: string, optimiser: StatefulOptimiser): string {
  const { alpha } = request.innerLoop;
  if (optimiser.kind === 'momentum')
    return `optimiser = torch.optim.SGD(${moved}.parameters(), lr=${alpha}, momentum=${optimiser.decay})
${loop(request, '    optimiser.zero_grad()\n    loss.backward()\n    optimiser.step()')}`;
  return `# Adam, with its epsilon inside the root: torch.optim.Adam has it outside, where the root's slope at 0 is infinite.
parameters = list(${moved}.parameters())
means = [torch.zeros_like(parameter) for parameter in parameters]
spreads = [torch.zeros_like(parameter) for parameter in parameters]
${loop(
  request,
  `    gradients = torch.autograd.grad(loss, parameters)
    with torch.no_grad():
        for parameter, gradient, mean, spread in zip(parameters, gradients, means, spreads):
            mean.mul_(${DECAY_FIRST}).add_(gradient, alpha=1 - ${DECAY_FIRST})
            spread.mul_(${DECAY_SECOND}).addcmul_(gradient, gradient, value=1 - ${DECAY_SECOND})
            root = (spread / (1 - ${DECAY_SECOND} ** (step + 1)) + ${INNER_ADAM_EPSILON}).sqrt()
            parameter -= ${alpha} * (mean / (1 - ${DECAY_FIRST} ** (step + 1))) / root`,
)}`;
}

function innerLoop(request: CodeRequest): string {
  const { alpha, optimiser } = request.innerLoop;
  const moving = movingOf(request.weights);
  if (moving === 'solvedHead') return solvedHead();
  if (moving === 'context') return contextLoop(request);
  const moved = moving === 'head' ? 'model[-1]' : 'model';
  const head = moving === 'head' ? '# Of ANIL, only the last layer adapts.\n' : '';
  if (moving === 'stepRates') return steppedLoop(request);
  if (optimiser !== undefined && moving !== 'ownRates')
    return `${head}${optimisedLoop(request, moved, optimiser)}`;
  const rate = moving === 'ownRates' ? 'alpha[name]' : `${alpha}`;
  return `${head}names, parameters = zip(*${moved}.named_parameters())
${loop(
  request,
  `    gradients = torch.autograd.grad(loss, parameters)
    with torch.no_grad():
        for name, parameter, gradient in zip(names, parameters, gradients):
            parameter -= ${rate} * gradient`,
)}`;
}

/** Parts of a program that loads a file, predicts, and goes on adapting with the same inner loop, step by step as the page's table has it. */
export function pytorchParts(request: CodeRequest): readonly (string | null)[] {
  const loading = LOADING[request.format];
  if (loading === undefined) return [];
  const { weights } = request;
  const moving = movingOf(weights);
  const adapts = moving !== 'none';
  const ofClasses = namesClasses(weights);
  return [
    pytorchImports(ofClasses ? { ...loading, standard: withNumpy(loading) } : loading),
    weights.network.architecture.activation === 'sin' ? SINE_MODULE : null,
    `${model(request, loading)}\n${printed(weights)}`.trimEnd(),
    adapts ? (ofClasses ? pictures(request) : points(request)) : null,
    adapts && !ofClasses ? queryPoints(request) : null,
    adapts && moving !== 'context' ? `\n${tableRow(request)}` : null,
    adapts ? innerLoop(request) : null,
  ];
}

/** The same as one text. */
export function pytorchCode(request: CodeRequest): string {
  return program(pytorchParts(request));
}

/** The loop of learn2learn's learner, which is no model of ours to take the weights of. */
function clonedLoop(request: CodeRequest, answer: (at: string) => string): string {
  const { steps } = request.innerLoop;
  return `for step in range(${steps}):
    ${errors(request, '{step}', answer)}
    learner.adapt(${MSE}(${answer('x')}, y))
${errors(request, `${steps}`, answer)}`;
}

function learner(request: CodeRequest): string {
  const { weights } = request;
  const { alpha } = request.innerLoop;
  const whole = clonedLoop(request, (at) => `learner(${at})`);
  switch (movingOf(weights)) {
    case 'ownRates':
      return `rates = [nn.Parameter(alpha[name]) for name, _ in model.named_parameters()]
meta_sgd = l2l.algorithms.MetaSGD(model, lrs=rates)
learner = meta_sgd.clone()
${whole}`;
    case 'head':
      return `# Of ANIL, only the last layer adapts.
features, head = model[:-1], l2l.algorithms.MAML(model[-1], lr=${alpha})
learner = head.clone()
${clonedLoop(request, (at) => `learner(features(${at}))`)}`;
    case 'all':
    case 'none':
    case 'context':
    case 'stepRates':
    case 'solvedHead':
    default:
      return `maml = l2l.algorithms.MAML(model, lr=${alpha})
learner = maml.clone()
${whole}`;
  }
}

/** A program that adapts with learn2learn, and could go on meta-training. */
export function learn2learnCode(request: CodeRequest): string {
  const loading = LOADING[request.format];
  if (loading === undefined) return '';
  return program([
    pytorchImports(loading, true),
    request.weights.network.architecture.activation === 'sin' ? SINE_MODULE : null,
    `${model(request, loading)}\n${printed(request.weights)}`,
    points(request),
    queryPoints(request),
    learner(request),
  ]);
}
