/** Lines of PyTorch for networks that read the support points: the module written out, its weights, and its answer. */
import { type Architecture, describeArchitecture } from '#models/architecture.ts';
import type { DerivedModel } from '#models/of-perceptron.ts';
import { LOADING, MODULES, points, pytorchImports, SINE_MODULE } from './pytorch-opening.ts';
import { type CodeRequest, exampleInput, program } from './request.ts';

const PERCEPTRON = `
def perceptron(sizes, ends_in_activation=False):
    layers = []
    for size, following in zip(sizes, sizes[1:]):
        layers += [nn.Linear(size, following), activation]
    return nn.Sequential(*(layers if ends_in_activation else layers[:-1]))
`;

const CNP = `
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = perceptron([inputs + outputs, *hidden, hidden[-1]])
        self.decoder = perceptron([inputs + hidden[-1], *hidden, outputs])

    def forward(self, x, y, at):
        encoded = self.encoder(torch.cat([x, y], 1))
        r = encoded.sum(0) / max(len(x), 1)
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
        self.embed = perceptron([inputs + outputs + 1, *hidden], ends_in_activation=True)
        channels = width + size
        convolutions = []
        for dilation in (1, 2, 4):
            convolutions.append(Convolution(channels, filters, dilation))
            channels += filters
        self.attention = nn.ModuleList([Attention(width, size), Attention(channels, size)])
        self.convolutions = nn.ModuleList(convolutions)
        self.head = nn.Linear(channels + size, outputs)

    def forward(self, x, y, at):
        told = torch.cat([x, y, torch.ones(len(x), 1)], 1).expand(len(at), -1, -1)
        asked = torch.cat([at, torch.zeros(len(at), outputs + 1)], 1)[:, None]
        rows = self.attention[0](self.embed(torch.cat([told, asked], 1)))
        for convolution in self.convolutions:
            rows = convolution(rows)
        return self.head(self.attention[1](rows))[:, -1]
`;

const META_NET = `
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = perceptron([inputs, *hidden, hidden[-1]])
        self.generate = perceptron([2, 10, 1])
        self.base = perceptron([inputs, *hidden, outputs])

    def fast_weights(self, x, y):
        slow = list(self.base.parameters())
        with torch.enable_grad():
            gradients = torch.autograd.grad(nn.functional.mse_loss(self.base(x), y), slow)
        made = []
        for index, gradient in enumerate(gradients):
            size, least = gradient.abs(), math.exp(-7)
            told = torch.stack([size.clamp(min=least).log() / 7, (gradient / least).clamp(-1, 1)], -1)
            made.append(self.generate(told)[..., 0] / slow[index - index % 2].shape[1])
        return made

    def direction(self, x):
        key = self.embed(x)
        return key / (key.square().sum(1, keepdim=True) + 1e-6).sqrt()

    def forward(self, x, y, at):
        memory = [self.fast_weights(x[i : i + 1], y[i : i + 1]) for i in range(len(x))]
        attention = (8 * self.direction(at) @ self.direction(x).T).softmax(1)
        slow = list(self.base.parameters())
        rows = at
        for layer in range(0, len(slow), 2):
            of_slow = rows @ slow[layer].T + slow[layer + 1]
            of_fast = torch.zeros_like(of_slow)
            for i, weights in enumerate(memory):
                of_fast += attention[:, i : i + 1] * (rows @ weights[layer].T + weights[layer + 1])
            is_last = layer == len(slow) - 2
            rows = of_slow + of_fast if is_last else activation(of_slow) + activation(of_fast)
        return rows
`;

const NETWORKS: Readonly<Record<DerivedModel, string>> = { cnp: CNP, snail: SNAIL, metaNet: META_NET };

/** Whether there are lines for a network of this kind. */
export function readsPoints(
  architecture: Architecture,
): architecture is Extract<Architecture, { hidden: unknown }> {
  return 'hidden' in architecture;
}

/** A program that loads a file and answers by the support points on screen. @throws Error for another network. */
export function rememberingCode(request: CodeRequest): string {
  const loading = LOADING[request.format];
  if (loading === undefined) return '';
  const { architecture } = request.weights.network;
  if (!readsPoints(architecture))
    throw new Error(`Expected a network that reads points, found ${describeArchitecture(architecture)}.`);
  const { model, inputs, outputs, hidden, activation } = architecture;
  const { row, comment } = exampleInput(request.weights);
  const network = NETWORKS[model];
  return program([
    `${network.includes('math.') ? 'import math\n\n' : ''}${pytorchImports(loading)}`,
    activation === 'sin' ? SINE_MODULE : null,
    `inputs, outputs, hidden = ${inputs}, ${outputs}, [${hidden.join(', ')}]\nactivation = ${MODULES[activation]}`,
    PERCEPTRON,
    network,
    `${loading.state(request.file)}\nmodel = Network()\nmodel.load_state_dict(state)`,
    points(request),
    `with torch.no_grad():\n    print(model(x, y, torch.tensor(${row})))${comment}`,
  ]);
}
