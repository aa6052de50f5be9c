/** What a program keeps of its run, under the names of our own files: a checkpoint that the page opens, and a state dict. */
import { learnsContext, learnsPenalty, learnsRates, learnsStepRates } from '#training/learner-facts.ts';
import { METADATA_KEY as CHECKPOINT_KEY, VECTORS } from '../checkpoint.ts';
import { CONTEXT_WEIGHT, LOG_LAMBDA, RATES_PREFIX, STEP_RATES } from '../learned-tensors.ts';
import { METADATA_KEY as WEIGHTS_KEY } from '../weights-file.ts';
import { lines } from './lines.ts';
import type { RunFacts } from './run-facts.ts';

const NAMED = `def named(vector, prefix=""):
    """The parameters under the names of PyTorch's state dict of Sequential(Linear, …, Linear)."""
    tensors, offset = {}, 0
    for layer, (inputs, outputs) in enumerate(LAYERS):
        for part, shape in (("weight", (outputs, inputs)), ("bias", (outputs,))):
            size = math.prod(shape)
            tensors[f"{prefix}{2 * layer}.{part}"] = vector[offset : offset + size].reshape(shape).clone()
            offset += size
    return tensors`;

/** What is learned beside the network, as a tensor of its own. */
function beside({ settings: { algorithm } }: RunFacts): string | null {
  const rest = 'parameters[PARAMETERS:]';
  if (learnsRates(algorithm)) return `    tensors.update(named(${rest}, "${RATES_PREFIX}"))`;
  if (learnsPenalty(algorithm)) return `    tensors["${LOG_LAMBDA}"] = ${rest}.clone()`;
  if (learnsContext(algorithm))
    return `    tensors["${CONTEXT_WEIGHT}"] = ${rest}.reshape(LAYERS[0][1], CONTEXT).clone()`;
  if (learnsStepRates(algorithm))
    return `    tensors["${STEP_RATES}"] = ${rest}.reshape(-1, len(LAYERS)).clone()`;
  return null;
}

/** `load` and `keep`, with what they need. */
export function keepingFunctions(run: RunFacts): string {
  const vectors = VECTORS.map((name) => `"${name}"`).join(', ');
  const keep = lines(
    'def keep(state, iteration, details, folder):',
    '    """Writes the run, and its network as weights; what stood there stays until the new file is whole."""',
    '    details = {**details, "iteration": iteration, "engine": None}',
    '    state = {name: vector.detach().cpu() for name, vector in state.items()}',
    '    parameters = state["parameters"]',
    '    tensors = named(parameters)',
    beside(run),
    '    settings = {key: value for key, value in details["settings"].items() if key != "architecture"}',
    // What the run began with and what it has taken up are told of its weights, too.
    `    origin = {**details, "origin": "${run.settings.algorithm}", "settings": settings, "evaluation": None}`,
    `    told = {"format": "pt", "activation": "${run.network.activation}", "${WEIGHTS_KEY}": json.dumps(origin)}`,
    `    files = {"run": (state, {"${CHECKPOINT_KEY}": json.dumps(details)}), "weights": (tensors, told)}`,
    '    for name, (content, metadata) in files.items():',
    '        path = os.path.join(folder, f"{name}.safetensors")',
    '        save_file(content, f"{path}.new", metadata)',
    '        os.replace(f"{path}.new", path)',
  );
  return `def load(path):
    """The state of a run, and what its file says of it."""
    with safe_open(path, "pt") as file:
        details = json.loads(file.metadata()["${CHECKPOINT_KEY}"])
        return {name: file.get_tensor(name).to(DEVICE) for name in (${vectors})}, details


${NAMED}


${keep}`;
}
