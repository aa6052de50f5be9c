"""The cases beside this file: inner momentum, inner Adam and MAML++, by PyTorch's autograd in float64.

    python3 tests/oracle/optimisers/make.py [folder]

Every input is a float32 number, so that engines compute with the very same. The test in tests/interop makes the cases again
and holds the files against them.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": functional.softplus,
    "sin": torch.sin,
}
ALGORITHMS = ("maml", "fomaml", "anil", "multiStepLoss", "reptile")
# Kingma & Ba, algorithm 1; epsilon stands inside the root.
DECAY_MEAN, DECAY_SPREAD, EPSILON = 0.9, 0.999, 1e-8


def float32(array):
    return np.asarray(array).astype(np.float32).astype(np.float64)


def draw(layers, task_count, shots, queries, seed):
    """Glorot weights, small biases, and sinusoids."""
    random = np.random.RandomState(seed)
    parameters = []
    for layer, (inputs, outputs) in enumerate(zip(layers, layers[1:])):
        spread = np.sqrt(6 / (inputs + outputs))
        weight = float32(random.uniform(-spread, spread, (outputs, inputs)))
        bias = float32(random.uniform(-0.1, 0.1, outputs))
        parameters += [(f"{2 * layer}.weight", torch.tensor(weight)), (f"{2 * layer}.bias", torch.tensor(bias))]
    tasks = []
    for _ in range(task_count):
        amplitude, phase = random.uniform(0.1, 5), random.uniform(0, np.pi)

        def points(count):
            x = float32(random.uniform(-5, 5, (count, layers[0])))
            y = float32(amplitude * np.sin(x.sum(1, keepdims=True) - phase) * np.ones((1, layers[-1])))
            return torch.tensor(x), torch.tensor(y)

        tasks.append({"support": points(shots), "query": points(queries)})
    return parameters, tasks


def loss_of(parameters, activation, points):
    x, y = points
    last = len(parameters) // 2 - 1
    for layer in range(last + 1):
        x = functional.linear(x, parameters[2 * layer], parameters[2 * layer + 1])
        if layer < last:
            x = ACTIVATIONS[activation](x)
    return ((x - y) ** 2).mean()


class Momentum:
    def __init__(self, decay):
        self.decay, self.velocity = decay, None

    def __call__(self, gradients):
        before = self.velocity or [torch.zeros_like(g) for g in gradients]
        self.velocity = [self.decay * m + g for m, g in zip(before, gradients)]
        return self.velocity


class Adam:
    def __init__(self):
        self.step, self.mean, self.spread = 0, None, None

    def __call__(self, gradients):
        self.step += 1
        zeros = [torch.zeros_like(g) for g in gradients]
        mean, spread = self.mean or zeros, self.spread or zeros
        self.mean = [DECAY_MEAN * m + (1 - DECAY_MEAN) * g for m, g in zip(mean, gradients)]
        self.spread = [DECAY_SPREAD * v + (1 - DECAY_SPREAD) * g**2 for v, g in zip(spread, gradients)]
        of_mean, of_spread = 1 - DECAY_MEAN**self.step, 1 - DECAY_SPREAD**self.step
        return [
            (m / of_mean) / torch.sqrt(v / of_spread + EPSILON) for m, v in zip(self.mean, self.spread)
        ]


def walk(case, task, start, make_optimiser, moves, rate_of, is_fixed=False):
    """theta_0 ... theta_n; `moves` says which parameters do, `is_fixed` takes inner gradients as constants."""
    path, optimiser = [start], make_optimiser()
    for step in range(case["innerSteps"]):
        theta = path[-1]
        moving = [parameter for parameter, does in zip(theta, moves) if does]
        loss = loss_of(theta, case["activation"], task["support"])
        gradients = torch.autograd.grad(loss, moving, create_graph=True)
        if is_fixed:
            gradients = [gradient.detach() for gradient in gradients]
        directions = iter(optimiser(list(gradients)))
        path.append(
            [
                parameter - rate_of(step, index) * next(directions) if does else parameter
                for index, (parameter, does) in enumerate(zip(theta, moves))
            ]
        )
    return path


def mean_over_tasks(of_tasks):
    return [sum(values) / len(of_tasks) for values in zip(*of_tasks)]


def meta_gradient(algorithm, case, parameters, tasks, make_optimiser):
    count = len(parameters)
    moves = [index >= count - 2 if algorithm == "anil" else True for index in range(count)]
    found = []
    for task in tasks:
        start = [p.clone().requires_grad_() for p in parameters]
        path = walk(case, task, start, make_optimiser, moves, lambda *_: case["alpha"])
        if algorithm == "reptile":
            found.append([(a - b).detach() for a, b in zip(start, path[-1])])
            continue
        judged = path[1:] if algorithm == "multiStepLoss" else path[-1:]
        loss = sum(loss_of(theta, case["activation"], task["query"]) for theta in judged) / len(judged)
        by = path[-1] if algorithm == "fomaml" else start
        found.append(list(torch.autograd.grad(loss, by)))
    return mean_over_tasks(found)


def trajectories(case, parameters, tasks, make_optimiser, rate_of):
    support, query, adapted = [], [], []
    for task in tasks:
        start = [p.clone().requires_grad_() for p in parameters]
        path = walk(case, task, start, make_optimiser, [True] * len(start), rate_of)
        support.append([loss_of(theta, case["activation"], task["support"]).item() for theta in path])
        query.append([loss_of(theta, case["activation"], task["query"]).item() for theta in path])
        adapted.append([p.detach() for p in path[-1]])
    return {
        "meanQueryLossAfterAdaptation": float(np.mean([losses[-1] for losses in query])),
        "supportLossByStep": support,
        "queryLossByStep": query,
        "adaptedParametersOfTask0": adapted[0],
    }


def named(names, tensors):
    return [
        {"name": name, "shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}
        for name, tensor in zip(names, tensors)
    ]


def case_of(layers, activation, inner_steps, alpha, seed, has_dead_unit=False, **rest):
    drawn, tasks = draw(layers, task_count=3, shots=5, queries=7, seed=seed)
    if has_dead_unit:
        drawn[1][1][0] = -100.0
    names, parameters = zip(*drawn)
    case = {"layers": layers, "activation": activation, "innerSteps": inner_steps, "alpha": alpha, **rest}
    return case, names, list(parameters), tasks


def written(case, names, parameters, tasks, expected):
    rows = lambda points: {"x": points[0].tolist(), "y": points[1].tolist()}
    expected["adaptedParametersOfTask0"] = named(names, expected["adaptedParametersOfTask0"])
    return {
        **case,
        "parameters": named(names, parameters),
        "tasks": [{kind: rows(task[kind]) for kind in ("support", "query")} for task in tasks],
        "expected": expected,
    }


def optimiser_case(make_optimiser, **given):
    case, names, parameters, tasks = case_of(**given)
    expected = trajectories(case, parameters, tasks, make_optimiser, lambda *_: case["alpha"])
    expected["metaGradient"] = {
        algorithm: named(names, meta_gradient(algorithm, case, parameters, tasks, make_optimiser))
        for algorithm in ALGORITHMS
    }
    return written(case, names, parameters, tasks, expected)


def plain():
    return lambda gradients: gradients


def stepped_case(step_rates, derivative_order, **given):
    case, names, parameters, tasks = case_of(**given, learner="mamlPlusPlus")
    step_rates = float32(step_rates)
    case |= {"stepRates": step_rates.tolist(), "derivativeOrder": derivative_order}
    found = []
    for task in tasks:
        start = [p.clone().requires_grad_() for p in parameters]
        rates = torch.tensor(step_rates, requires_grad=True)
        path = walk(
            case,
            task,
            start,
            plain,
            [True] * len(start),
            # A layer has a weight and a bias.
            lambda step, index: rates[min(step, len(rates) - 1), index // 2],
            is_fixed=derivative_order == 1,
        )
        losses = [loss_of(theta, case["activation"], task["query"]) for theta in path[1:]]
        found.append(list(torch.autograd.grad(sum(losses) / len(losses), [*start, rates])))
    *by_theta, by_rates = mean_over_tasks(found)
    of_step = lambda step, index: float(step_rates[min(step, len(step_rates) - 1)][index // 2])
    expected = trajectories(case, parameters, tasks, plain, of_step)
    expected["metaGradient"] = named(names, by_theta)
    expected["stepRateGradient"] = by_rates.tolist()
    return written(case, names, parameters, tasks, expected)


def momentum(**given):
    return optimiser_case(
        lambda: Momentum(given["innerMomentum"]), innerOptimiser="momentum", **given
    )


def adam(**given):
    return optimiser_case(Adam, innerOptimiser="adam", **given)


def cases():
    yield "momentum-tanh-1-12-12-1-4steps", momentum(
        layers=[1, 12, 12, 1], activation="tanh", inner_steps=4, alpha=0.02, innerMomentum=0.9, seed=1
    )
    yield "momentum-relu-2-10-3-2steps", momentum(
        layers=[2, 10, 3], activation="relu", inner_steps=2, alpha=0.05, innerMomentum=0.5, seed=2
    )
    # A unit that no point wakes has gradients of exactly zero, where the root alone would have an infinite slope.
    yield "adam-relu-1-16-16-1-3steps", adam(
        layers=[1, 16, 16, 1],
        activation="relu",
        inner_steps=3,
        alpha=0.01,
        seed=3,
        has_dead_unit=True,
    )
    yield "adam-tanh-2-9-1-5steps", adam(
        layers=[2, 9, 1], activation="tanh", inner_steps=5, alpha=0.03, seed=4
    )
    rates = np.random.RandomState(5).uniform(0.005, 0.05, (3, 3))
    for order in (2, 1):
        yield f"maml-plus-plus-tanh-1-10-8-1-3steps-order{order}", stepped_case(
            rates, order, layers=[1, 10, 8, 1], activation="tanh", inner_steps=3, alpha=0.01, seed=5
        )
    # More steps than have rates of their own.
    yield "maml-plus-plus-softplus-2-7-2-4steps", stepped_case(
        np.random.RandomState(6).uniform(0.005, 0.05, (2, 2)),
        2,
        layers=[2, 7, 2],
        activation="softplus",
        inner_steps=4,
        alpha=0.01,
        seed=6,
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, case in cases():
        (folder / f"{name}.json").write_text(json.dumps({"name": name, **case}) + "\n")
