"""
MAML in PyTorch on the processor: all tasks in one batch, exact second order by autograd through the inner steps.

Started with the number of threads; hears a question a line, in JSON, and answers each with a line.
"""

import json
import sys
import time

import torch


def predict(parameters, x):
    """Outputs [T, K, 1] at x by weights [T, in, out] and biases [T, 1, out], in turn."""
    for index in range(0, len(parameters), 2):
        if index > 0:
            x = torch.relu(x)
        x = torch.baddbmm(parameters[index + 1], x, parameters[index])
    return x


def total_loss(parameters, points):
    """The sum of the tasks' losses: each task has parameters of its own, so its gradient holds each task's own."""
    x, y = points
    return (predict(parameters, x) - y).square().mean(dim=(1, 2)).sum()


class Case:
    def __init__(self, question):
        tasks, shots = question["metaBatch"], question["shots"]
        self.tasks, self.alpha, self.inner_steps = tasks, question["alpha"], question["innerSteps"]
        self.leaves, at = [], 0
        numbers = torch.tensor(question["parameters"])
        for inputs, outputs in question["layers"]:
            weight = numbers[at : at + inputs * outputs].reshape(outputs, inputs).t().contiguous()
            at += inputs * outputs
            bias = numbers[at : at + outputs].reshape(1, outputs)
            at += outputs
            self.leaves += [weight.requires_grad_(), bias.clone().requires_grad_()]
        self.support, self.query = (
            tuple(torch.tensor(question[role][name]).reshape(tasks, shots, 1) for name in "xy")
            for role in ("support", "query")
        )

    def meta_step(self):
        parameters = [leaf.expand(self.tasks, *leaf.shape) for leaf in self.leaves]
        for _ in range(self.inner_steps):
            slopes = torch.autograd.grad(total_loss(parameters, self.support), parameters, create_graph=True)
            parameters = [
                parameter - self.alpha * slope for parameter, slope in zip(parameters, slopes)
            ]
        loss = total_loss(parameters, self.query) / self.tasks
        return loss, torch.autograd.grad(loss, self.leaves)

    def run(self, count):
        start = time.perf_counter()
        for _ in range(count):
            loss, _ = self.meta_step()
            loss.item()
        return 1000 * (time.perf_counter() - start)

    def gradient(self):
        _, slopes = self.meta_step()
        parts = [slope.t().reshape(-1) for slope in slopes]
        return torch.cat(parts).tolist()


torch.set_num_threads(int(sys.argv[1]))
case = None
for line in sys.stdin:
    question = json.loads(line)
    kind, answer = question["kind"], None
    if kind == "version":
        answer = torch.__version__
    elif kind == "prepare":
        case = Case(question)
    elif kind == "run":
        answer = case.run(question["count"])
    elif kind == "gradient":
        answer = case.gradient()
    elif kind == "dispose":
        case = None
    print(json.dumps(answer), flush=True)
