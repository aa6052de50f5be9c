/** How a task's own network comes of what is learned, in PyTorch: `adapt` of a program, by what moves and how. */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { INNER_ADAM_EPSILON, type StatefulOptimiser } from '#training/inner-optimiser.ts';
import { learnsScale } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import type { RunFacts } from './run-facts.ts';
import { lines } from './lines.ts';
import { networkInPython } from './network.ts';

/** What of a run says how it adapts. */
export interface AdaptedRun extends Pick<RunFacts, 'innerOptimiser' | 'innerBatch' | 'network'> {
  readonly settings: Pick<RunFacts['settings'], 'algorithm'>;
}

/** Whether α is a number of the settings, which `adapt` is told. */
export function takesAlpha({ settings }: AdaptedRun): boolean {
  const { innerLoop } = LEARNERS[settings.algorithm];
  return innerLoop !== 'ownRates' && innerLoop !== 'stepRates' && innerLoop !== 'closedForm';
}

/** The points of an inner step: all, or the next minibatch of the support set. */
const MINIBATCH = `def minibatch(points, step, size):
    """The points of an inner step: whole minibatches in turn, or all where there is no size."""
    if size is None or size >= SHOTS:
        return points
    first = step % (SHOTS // size) * size
    return tuple(part[:, first : first + size] for part in points)`;

/** What comes before the loop over the steps, and by what a step descends. */
interface Descent {
  readonly before: string | null;
  readonly direction: string;
  readonly kept: string | null;
}

function descentOf(optimiser: StatefulOptimiser | null): Descent {
  switch (optimiser?.kind) {
    case undefined:
      return { before: null, kept: null, direction: 'gradient' };
    case 'momentum':
      return {
        before: '    velocity = 0',
        kept: '        velocity = MOMENTUM * velocity + gradient',
        direction: 'velocity',
      };
    case 'adam':
      return {
        before: '    mean, spread = 0, 0',
        kept: `        mean = ${DECAY_FIRST} * mean + (1 - ${DECAY_FIRST}) * gradient
        spread = ${DECAY_SECOND} * spread + (1 - ${DECAY_SECOND}) * gradient.square()
        # Adam's epsilon stands inside the root, whose slope at 0 is infinite.
        root = (spread / (1 - ${DECAY_SECOND} ** (step + 1)) + ${INNER_ADAM_EPSILON}).sqrt()`,
        direction: `mean / (1 - ${DECAY_FIRST} ** (step + 1)) / root`,
      };
    default:
      return optimiser satisfies never;
  }
}

/** A loop over gradient steps of all parameters; `step` says where one ends. */
function descended(run: AdaptedRun, taken: string | null, rate: string | null, step: string): string {
  const { before, kept } = descentOf(run.innerOptimiser);
  const alpha = takesAlpha(run) ? ', alpha' : '';
  const points = run.innerBatch === null ? 'support' : 'minibatch(support, step, batch)';
  return lines(
    `def adapt(learned, support${alpha}, steps, exact=False${run.innerBatch === null ? '' : ', batch=None'}):`,
    '    """θ_0 … θ_n of each task, [tasks, P], from what is learned, [tasks, size]."""',
    taken,
    `    path = [${taken === null ? 'learned' : 'theta'}]`,
    before,
    '    for step in range(steps):',
    '        theta = path[-1]',
    `        gradient = slope(losses(theta, ${points}), theta, exact)`,
    kept,
    rate,
    `        path.append(${step})`,
    '    return path',
  );
}

const TAKE_RATES = '    theta, rates = learned.chunk(2, 1)';

function takeStepRates({ network }: AdaptedRun): string {
  const { layerCount, layerSizes } = networkInPython(network);
  return `    theta, rates = learned[:, :PARAMETERS], learned[:, PARAMETERS:].reshape(len(learned), -1, ${layerCount})
    sizes = torch.tensor(${layerSizes}, device=DEVICE)`;
}

const RATE_OF_STEP = `        # A layer has one rate in each step; beyond the steps of training, that of the last.
        rate = rates[:, min(step, rates.shape[1] - 1)].repeat_interleave(sizes, 1)`;

function contextLoop(run: AdaptedRun): string {
  const points = run.innerBatch === null ? 'support' : 'minibatch(support, step, batch)';
  const { firstLayer, firstUnits } = networkInPython(run.network);
  return `def under(theta, entering, context):
    """Networks under their contexts, which enter the first layer beside its inputs: a share of its bias."""
    ${firstLayer}
    bias = theta[:, first : first + units] + (entering @ context.unsqueeze(2)).squeeze(2)
    return torch.cat([theta[:, :first], bias, theta[:, first + units :]], 1)


def adapt(learned, support, alpha, steps, exact=False${run.innerBatch === null ? '' : ', batch=None'}):
    """The networks of each task, [tasks, P], under contexts that are zero at first and alone move."""
    theta = learned[:, :PARAMETERS]
    entering = learned[:, PARAMETERS:].reshape(len(learned), ${firstUnits}, CONTEXT)
    context = torch.zeros(len(learned), CONTEXT, device=DEVICE, requires_grad=True)
    path = [under(theta, entering, context)]
    for step in range(steps):
        context = context - alpha * slope(losses(path[-1], ${points}), context, exact)
        path.append(under(theta, entering, context))
    return path`;
}

function solved({ network, settings }: AdaptedRun): string {
  const { headSize, features } = networkInPython(network);
  const isScaled = learnsScale(settings.algorithm);
  const taken = isScaled
    ? `theta = learned[:, :PARAMETERS]
    # Logits are solved for in units of a scale, which is learned, too.
    penalty, scale = learned[:, PARAMETERS:].exp().unsqueeze(2).split(1, 1)`
    : 'theta, penalty = learned[:, :PARAMETERS], learned[:, PARAMETERS:].exp().unsqueeze(2)';
  return `def adapt(learned, support, steps, exact=False):
    """Networks before and after their last layer is solved for: ridge regression around what it is (Bertinetto et al. 2019)."""
    x, y = support
    ${taken}
    ${headSize}
    body, weight, bias = theta.split([PARAMETERS - (width + 1) * outputs, width * outputs, outputs], 1)
    prior = torch.cat([weight.reshape(-1, outputs, width).transpose(1, 2), bias.unsqueeze(1)], 1)
    features = ${features}
    features = torch.cat([features, torch.ones_like(features[:, :, :1])], 2)
    system = features @ features.transpose(1, 2) + penalty * torch.eye(SHOTS, device=DEVICE)
    head = prior + features.transpose(1, 2) @ torch.linalg.solve(system, ${isScaled ? 'scale * y' : 'y'} - features @ prior)
    return [theta, torch.cat([body, head[:, :-1].transpose(1, 2).flatten(1), head[:, -1]], 1)]`;
}

const HEAD_ONLY = `torch.cat([theta[:, :HEAD], (theta - alpha * {})[:, HEAD:]], 1)`;

/** `adapt`, with what it needs. */
export function adaptFunctions(run: AdaptedRun): string {
  const { innerLoop, moves } = LEARNERS[run.settings.algorithm];
  const { direction } = descentOf(run.innerOptimiser);
  const adapt = (): string => {
    switch (innerLoop) {
      case 'ownRates':
        return descended(run, TAKE_RATES, null, 'theta - rates * gradient');
      case 'stepRates':
        return descended(run, takeStepRates(run), RATE_OF_STEP, 'theta - rate * gradient');
      case 'closedForm':
        return solved(run);
      case 'ofContext':
        return contextLoop(run);
      case 'plain':
      case 'proximal':
      case 'remembering':
      case null:
        return moves === 'head'
          ? descended(run, null, null, HEAD_ONLY.replace('{}', direction))
          : descended(run, null, null, `theta - alpha * ${direction}`);
      default:
        return innerLoop satisfies never;
    }
  };
  return run.innerBatch === null ? adapt() : `${MINIBATCH}\n\n\n${adapt()}`;
}
