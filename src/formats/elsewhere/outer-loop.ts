/** The outer loop of a program in PyTorch: a meta-step of one process or of many, and what weights are judged by. */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { takesAlpha } from './inner-loop.ts';
import { lines, parted } from './lines.ts';
import type { RunFacts } from './run-facts.ts';

function betaOf({ annealing }: RunFacts): { before: string | null; beta: string } {
  const progress = '    progress = min(1, (iteration - 1) / ITERATIONS)';
  switch (annealing) {
    case 'none':
      return { before: null, beta: 'BETA' };
    case 'cosine':
      return { before: progress, beta: 'BETA * (1 + math.cos(math.pi * progress)) / 2' };
    case 'linear':
      return { before: progress, beta: 'BETA * (1 - progress)' };
    default:
      return annealing satisfies never;
  }
}

function outerStep(run: RunFacts): string {
  const { before, beta } = betaOf(run);
  const isAdam = run.optimiser === 'adam';
  return lines(
    'def outer_step(state, gradient, iteration):',
    isAdam
      ? '    """A step of Adam (Kingma & Ba 2015); iterations count from 1."""'
      : '    """A step of gradient descent; iterations count from 1."""',
    run.clip === null ? null : '    gradient = gradient.clamp(-CLIP, CLIP)',
    before,
    isAdam ? null : `    return {**state, "parameters": state["parameters"].detach() - ${beta} * gradient}`,
    ...(isAdam
      ? [
          `    first = ${DECAY_FIRST} * state["firstMoment"] + (1 - ${DECAY_FIRST}) * gradient`,
          `    second = ${DECAY_SECOND} * state["secondMoment"] + (1 - ${DECAY_SECOND}) * gradient.square()`,
          `    mean, spread = first / (1 - ${DECAY_FIRST}**iteration), second / (1 - ${DECAY_SECOND}**iteration)`,
          `    parameters = state["parameters"].detach() - ${beta} * mean / (spread.sqrt() + 1e-8)`,
          '    return {"parameters": parameters, "firstMoment": first, "secondMoment": second}',
        ]
      : []),
  );
}

function metaStep({ supply }: RunFacts): string {
  // Tasks of pictures are of one stream: held-out ones come drawn.
  const stream = supply === null ? 'SEED, META_TRAINING, ' : '';
  return `def meta_step(state, iteration):
    """The state after one more meta-step, and the mean query loss after adaptation. Each process takes its share of the tasks."""
    first, last = META_BATCH * RANK // PROCESSES, META_BATCH * (RANK + 1) // PROCESSES
    support, query = sample(${stream}iteration * META_BATCH + first, last - first)
    gradient, loss = meta_gradient(state["parameters"].requires_grad_(), support, query, iteration)
    total = torch.cat([gradient, loss.reshape(1)])
    if PROCESSES > 1:
        dist.all_reduce(total)
    total = total / META_BATCH
    return outer_step(state, total[:-1], iteration + 1), total[-1]`;
}

function evaluation(run: RunFacts): string {
  const alpha = takesAlpha(run) ? ', TEST_ALPHA' : '';
  return `def evaluate(learned, tasks=600, seed=1, query_points=100):
    """The mean query loss over held-out tasks before and after each inner step, and half the width of its 95 % interval."""
    parts = []
    for first in range(0, tasks, 100):
        support, query = sample(seed, HELD_OUT, first, min(100, tasks - first), query_points)
        copies = learned.detach().expand(len(support[0]), -1).requires_grad_()
        path = adapt(copies, support${alpha}, TEST_STEPS)
        parts.append(torch.stack([losses(theta, query).detach() for theta in path]))
    found = torch.cat(parts, 1)
    return found.mean(1), 1.96 * found.std(1, unbiased=False) / math.sqrt(tasks)`;
}

/** The same of pictures, by the share of right answers. */
function accuracy(run: RunFacts): string {
  const alpha = takesAlpha(run) ? ', TEST_ALPHA' : '';
  return `def evaluate(learned):
    """The share of right answers on held-out tasks before and after each inner step, and half the width of its 95 % interval."""
    parts = []
    for first in range(0, len(HELD_OUT), 20):
        support, (x, y) = points(HELD_OUT[first : first + 20])
        copies = learned.detach().expand(len(x), -1).requires_grad_()
        right = [predict(theta, x).argmax(2) == y.argmax(2) for theta in adapt(copies, support${alpha}, TEST_STEPS)]
        parts.append(torch.stack(right).double().mean(2))
    found = torch.cat(parts, 1)
    return found.mean(1), 1.96 * found.std(1, unbiased=False) / math.sqrt(len(HELD_OUT))`;
}

/** From a meta-gradient to a meta-step, and what is told of the result. */
export function outerLoopFunctions(run: RunFacts): string {
  return parted([outerStep(run), metaStep(run), run.supply === null ? evaluation(run) : accuracy(run)]);
}
