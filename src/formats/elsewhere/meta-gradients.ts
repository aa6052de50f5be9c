/** The meta-gradient of a meta-batch in PyTorch, `meta_gradient` of a program, for each learner beside its formula. */
import { multiStepEpoch } from '#training/multi-step-weights.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { takesAlpha } from './inner-loop.ts';
import type { RunFacts } from './run-facts.ts';

/** How `adapt` is called in training. */
function adapting(run: RunFacts, of: string, exact: string): string {
  const alpha = takesAlpha(run) ? ', ALPHA' : '';
  const batch = run.innerBatch === null ? '' : ', INNER_BATCH';
  return `adapt(${of}, support${alpha}, STEPS, ${exact}${batch})`;
}

const DOCSTRING = `    """The sum over tasks of what the outer loop descends, [size], and of their query losses after adaptation."""`;

function lastStep(run: RunFacts, exact: 'True' | 'False'): string {
  return `def meta_gradient(learned, support, query, iteration):
${DOCSTRING}
    copies = learned.expand(len(support[0]), -1)
    loss = losses(${adapting(run, 'copies', exact)}[-1], query).sum()
    return slope(loss, learned), loss.detach()`;
}

function everyStep(run: RunFacts, exact: string): string {
  const epoch = multiStepEpoch(run.iterations);
  return `def step_weights(iteration):
    """Weights of the query loss after each step: equal at first, and all on the last one by and by (Antoniou et al. 2019)."""
    earlier = max(0, 1 - iteration // ${epoch} / 15) / STEPS
    return torch.tensor([earlier] * (STEPS - 1) + [1 - earlier * (STEPS - 1)], device=DEVICE)


def meta_gradient(learned, support, query, iteration):
${DOCSTRING}
    copies = learned.expand(len(support[0]), -1)
    path = ${adapting(run, 'copies', exact)}
    after = torch.stack([losses(theta, query).sum() for theta in path[1:]])
    return slope(step_weights(iteration) @ after, learned), after[-1].detach()`;
}

function difference(run: RunFacts): string {
  return `def meta_gradient(learned, support, query, iteration):
${DOCSTRING}
    copies = learned.detach().expand(len(support[0]), -1).requires_grad_()
    adapted = ${adapting(run, 'copies', 'False')}[-1].detach()
    # Reptile goes towards where the tasks' own networks end.
    return (copies - adapted).detach().sum(0), losses(adapted, query).sum()`;
}

function pooled(run: RunFacts): string {
  return `def meta_gradient(learned, support, query, iteration):
${DOCSTRING}
    copies = learned.expand(len(support[0]), -1)
    # One network for the points of all tasks; how it adapts is for the record.
    both = tuple(torch.cat(parts, 1) for parts in zip(support, query))
    gradient = slope(losses(copies, both), learned)
    return gradient, losses(${adapting(run, 'copies', 'False')}[-1], query).sum().detach()`;
}

function implicit(run: RunFacts): string {
  const points = run.innerBatch === null ? 'support' : 'minibatch(support, step, INNER_BATCH)';
  return `def conjugate_gradients(system, right, steps):
    """x with A x ≈ b in each row, A being symmetric."""
    solution, residual, direction = torch.zeros_like(right), right, right
    square = residual.square().sum(1, keepdim=True)
    for _ in range(steps):
        image = system(direction)
        # Where nothing is left, 0 / 0 counts as 0.
        length = torch.nan_to_num(square / (direction * image).sum(1, keepdim=True), 0, 0, 0)
        solution, residual = solution + length * direction, residual - length * image
        before, square = square, residual.square().sum(1, keepdim=True)
        direction = residual + torch.nan_to_num(square / before, 0, 0, 0) * direction
    return solution


def meta_gradient(learned, support, query, iteration):
${DOCSTRING}
    start = learned.detach().expand(len(support[0]), -1)
    phi = start.clone().requires_grad_()
    for step in range(STEPS):
        gradient = slope(losses(phi, ${points}) + LAMBDA / 2 * (phi - start).square().sum(1), phi)
        phi = (phi - ALPHA * gradient).detach().requires_grad_()
    inner = slope(losses(phi, support), phi, exact=True)
    # I + H/λ, by products of H with a direction.
    system = lambda along: along + torch.autograd.grad(inner, phi, along, retain_graph=True)[0] / LAMBDA
    loss = losses(phi, query).sum()
    return conjugate_gradients(system, slope(loss, phi), CONJUGATE_GRADIENT_STEPS).sum(0), loss.detach()`;
}

type Writer = (run: RunFacts) => string;

/** By what an engine trains; networks that remember are refused before. */
export const META_GRADIENTS: Readonly<Partial<Record<MetaAlgorithm, Writer>>> = {
  maml: (run) => lastStep(run, 'True'),
  fomaml: (run) => lastStep(run, 'False'),
  anil: (run) => lastStep(run, 'True'),
  metaSgd: (run) => lastStep(run, 'True'),
  ridgeHead: (run) => lastStep(run, 'True'),
  r2d2: (run) => lastStep(run, 'True'),
  cavia: (run) => lastStep(run, 'True'),
  multiStepLoss: (run) => everyStep(run, 'True'),
  mamlPlusPlus: (run) => everyStep(run, 'iteration >= FIRST_ORDER_STEPS'),
  reptile: difference,
  imaml: implicit,
  pretrained: pooled,
};
