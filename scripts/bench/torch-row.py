"""
MAML in PyTorch on the processor: all tasks in one batch, exact second order by autograd through the inner steps.

Started with the number of threads; hears a question a line, in JSON, and answers each with a line.
"""

import json
import sys
import time

import torch
import torch.nn.functional as functional


class Perceptron:
    """ReLU layers, judged by the squared error."""

    def __init__(self, question):
        self.shapes = [entry["shape"] for entry in question["layout"]]

    def leaf(self, numbers, index):
        """Weights [in, out], biases [1, out]."""
        shape = self.shapes[index]
        return numbers.reshape(shape).t().contiguous() if len(shape) == 2 else numbers.reshape(1, -1)

    def flat(self, slope):
        return slope.t().reshape(-1)

    def points(self, x, y, tasks):
        return x.reshape(tasks, -1, self.shapes[0][1]), y.reshape(tasks, -1, self.shapes[-1][0])

    def total_loss(self, parameters, points):
        x, y = points
        for index in range(0, len(parameters), 2):
            if index > 0:
                x = torch.relu(x)
            x = torch.baddbmm(parameters[index + 1], x, parameters[index])
        return (x - y).square().mean(dim=(1, 2)).sum()


class Convolutions:
    """Blocks of 3×3 convolution with stride 2, layer normalisation and ReLU, and a linear head; the cross-entropy. Patches and products."""

    def __init__(self, question):
        self.shapes = [entry["shape"] for entry in question["layout"]]

    def leaf(self, numbers, index):
        """Kernels [filters, channels · 9], the head [outputs, inputs], all others [numbers]."""
        shape = self.shapes[index]
        return numbers.reshape(shape[0], -1).clone() if len(shape) > 1 else numbers.clone()

    def flat(self, slope):
        return slope.reshape(-1)

    def points(self, x, y, tasks):
        classes = self.shapes[-1][0]
        y = y.reshape(tasks, -1, classes)
        side = round((x.numel() / (tasks * y.shape[1])) ** 0.5)
        return x.reshape(tasks, -1, 1, side, side), y

    def total_loss(self, parameters, points):
        x, y = points
        tasks, count = y.shape[:2]
        *blocks, head, shift = parameters
        for kernel, bias, scale, moved in zip(*(blocks[part::4] for part in range(4))):
            x = x.reshape(tasks * count, *x.shape[2:])
            side = (x.shape[-1] + 1) // 2
            patches = functional.unfold(x, 3, stride=2, padding=1).reshape(tasks, count, kernel.shape[2], side * side)
            patches = patches.transpose(1, 2).reshape(tasks, kernel.shape[2], -1)
            u = torch.baddbmm(bias[:, :, None], kernel, patches).reshape(tasks, -1, count, side * side)
            u = functional.layer_norm(u.transpose(1, 2), (kernel.shape[1], side * side))
            x = torch.relu(u * scale[:, None, :, None] + moved[:, None, :, None])
            x = x.reshape(tasks, count, -1, side, side)
        outputs = torch.baddbmm(shift[:, None], x.reshape(tasks, count, -1), head.transpose(1, 2))
        return -(y * functional.log_softmax(outputs, 2)).sum(dim=2).mean(dim=1).sum()


class Case:
    def __init__(self, question):
        tasks = question["metaBatch"]
        self.tasks, self.alpha, self.inner_steps = tasks, question["alpha"], question["innerSteps"]
        self.network = (Convolutions if question["family"] == "characters" else Perceptron)(question)
        numbers = torch.tensor(question["parameters"])
        self.leaves, at = [], 0
        for index, entry in enumerate(question["layout"]):
            part = numbers[at : at + entry["size"]]
            at += entry["size"]
            self.leaves.append(self.network.leaf(part, index).clone().requires_grad_())
        self.support, self.query = (
            self.network.points(*(torch.tensor(question[role][name]) for name in "xy"), tasks)
            for role in ("support", "query")
        )

    def meta_step(self):
        """Each task has parameters of its own, so the gradient of the sum of the tasks' losses holds each task's own."""
        parameters = [leaf.expand(self.tasks, *leaf.shape) for leaf in self.leaves]
        for _ in range(self.inner_steps):
            loss = self.network.total_loss(parameters, self.support)
            slopes = torch.autograd.grad(loss, parameters, create_graph=True)
            parameters = [
                parameter - self.alpha * slope for parameter, slope in zip(parameters, slopes)
            ]
        loss = self.network.total_loss(parameters, self.query) / self.tasks
        return loss, torch.autograd.grad(loss, self.leaves)

    def run(self, count):
        start = time.perf_counter()
        for _ in range(count):
            loss, _ = self.meta_step()
            loss.item()
        return 1000 * (time.perf_counter() - start)

    def gradient(self):
        _, slopes = self.meta_step()
        return torch.cat([self.network.flat(slope) for slope in slopes]).tolist()


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
