/** Networks that remember, written out in PyTorch, open our files and answer as the tensor engine does. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { writeWeights } from '#formats/weight-formats.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { openBackend } from '#tensor/backend.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { weightsLike } from '../fakes/weight-examples.ts';
import { numbersOf, runPython, TORCH } from './python.ts';

const folder = mkdtempSync(join(tmpdir(), 'remembering-'));
const engine = createTensorEngine();
beforeAll(async () => {
  await openBackend('cpu');
});

const SHOTS = 7;
const [TASK] = [sinusoidTasks(PAPER_RANGES, 4).sample(0, { shots: SHOTS, queryPoints: 5 })];
const GRID = Float32Array.from({ length: 20 }, (_, at) => at / 2 - 5);

const START = `import json
import numpy as np
import torch
from torch import nn

file = np.load("weights.npz")
state = {name: torch.from_numpy(file[name]) for name in file.files if file[name].dtype == np.float32}
sizes = json.loads(file["model"].item())
hidden = sizes["hidden"]


def perceptron(sizes, last):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.Tanh()]
    return nn.Sequential(*(layers if last else layers[:-1]))

`;

const CNP = `
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = perceptron([2, *hidden, hidden[-1]], False)
        self.decoder = perceptron([1 + hidden[-1], *hidden, 1], False)

    def forward(self, x, y, at):
        r = self.encoder(torch.cat([x, y], 1)).mean(0) if len(x) else torch.zeros(hidden[-1])
        return self.decoder(torch.cat([at, r.expand(len(at), -1)], 1))
`;

const SNAIL = `
class Attention(nn.Module):
    def __init__(self, channels, size):
        super().__init__()
        self.key, self.query, self.value = (nn.Linear(channels, size) for _ in range(3))

    def forward(self, rows):
        count = rows.shape[1]
        later = torch.triu(torch.ones(count, count, dtype=torch.bool), 1)
        logits = self.query(rows) @ self.key(rows).transpose(1, 2) / self.key.out_features ** 0.5
        weights = logits.masked_fill(later, float("-inf")).softmax(2)
        return torch.cat([rows, weights @ self.value(rows)], 2)


class Convolution(nn.Module):
    def __init__(self, channels, filters, dilation):
        super().__init__()
        self.filter, self.gate = (nn.Conv1d(channels, filters, 2, dilation=dilation) for _ in range(2))
        self.dilation = dilation

    def forward(self, rows):
        padded = nn.functional.pad(rows.transpose(1, 2), (self.dilation, 0))
        made = torch.tanh(self.filter(padded)) * torch.sigmoid(self.gate(padded))
        return torch.cat([rows, made.transpose(1, 2)], 2)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        width = hidden[-1]
        size, filters = -(-width // 2), -(-width // 4)
        self.embed = perceptron([3, *hidden], True)
        channels = width + size
        convolutions = []
        for dilation in (1, 2, 4):
            convolutions.append(Convolution(channels, filters, dilation))
            channels += filters
        self.attention = nn.ModuleList([Attention(width, size), Attention(channels, size)])
        self.convolutions = nn.ModuleList(convolutions)
        self.head = nn.Linear(channels + size, 1)

    def forward(self, x, y, at):
        told = torch.cat([x, y, torch.ones_like(x)], 1).expand(len(at), -1, -1)
        asked = torch.cat([at, torch.zeros_like(at), torch.zeros_like(at)], 1)[:, None]
        rows = self.attention[0](self.embed(torch.cat([told, asked], 1)))
        for convolution in self.convolutions:
            rows = convolution(rows)
        return self.head(self.attention[1](rows))[:, -1]
`;

const MODULES = { cnp: CNP, snail: SNAIL } as const;

test.each(['cnp', 'snail'] as const)(
  '%s answers as in PyTorch, after every number of points',
  async (algorithm) => {
    const architecture = trainedArchitecture({
      ...DEFAULT_SETTINGS,
      algorithm,
      architecture: { layerSizes: [1, 10, 9, 1], activation: 'tanh' },
    });
    const { parameters } = initialiseNetwork(architecture, 'glorot', 3);
    const shifted = parameters.map((value, at) => value + 0.1 * Math.sin(at));
    const weights = {
      ...weightsLike(architecture, algorithm),
      network: { architecture, parameters: shifted },
    };
    writeFileSync(join(folder, 'weights.npz'), writeWeights(weights, 'npz'));
    const told = JSON.stringify({ x: [...TASK.support.x], y: [...TASK.support.y], at: [...GRID] });
    const program = `${START}${MODULES[algorithm]}
model = Network()
model.load_state_dict(state)
told = json.loads('${told}')
x, y, at = (torch.tensor(told[name], dtype=torch.float32)[:, None] for name in ("x", "y", "at"))
with torch.no_grad():
    answers = [model(x[:seen], y[:seen], at).ravel().tolist() for seen in range(${SHOTS + 1})]
print("ANSWER", json.dumps(sum(answers, [])))
`;
    const expected = numbersOf(runPython(TORCH, program, folder));
    const [trajectory] = await engine.adapt({
      architecture,
      loss: 'squaredError',
      parameters: [shifted],
      rates: [{ remembers: true }],
      tasks: [TASK],
      innerSteps: SHOTS,
      gridX: GRID,
    });
    const found = trajectory?.predictions.flatMap((prediction) => [...prediction]) ?? [];
    expect(found).toHaveLength(expected.length);
    const spread = Math.max(...expected) - Math.min(...expected);
    expect(spread).toBeGreaterThan(0.1);
    found.forEach((value, at) => expect(Math.abs(value - (expected[at] ?? NaN))).toBeLessThan(1e-5 * spread));
  },
);
