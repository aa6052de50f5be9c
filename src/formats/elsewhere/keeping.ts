/** What a program keeps of its run, under the names of our own files: a checkpoint that the page opens, and a state dict. */
import { FIRST_LOSS } from '#families/losses/loss-of.ts';
import { isMlp } from '#models/architecture.ts';
import {
  learnsContext,
  learnsPenalty,
  learnsRates,
  learnsScale,
  learnsStepRates,
} from '#training/learner-facts.ts';
import { METADATA_KEY as CHECKPOINT_KEY, VECTORS } from '../checkpoint.ts';
import { CONTEXT_WEIGHT, LOG_LAMBDA, LOG_SCALE, RATES_PREFIX, STEP_RATES } from '../learned-tensors.ts';
import { LOSS_KEY, METADATA_KEY as WEIGHTS_KEY, MODEL_KEY } from '../weights-file.ts';
import { lines } from './lines.ts';
import { networkInPython } from './network.ts';
import type { RunFacts } from './run-facts.ts';

/** What is learned beside the network, as a tensor of its own. */
function beside({ settings: { algorithm }, network }: RunFacts): string | null {
  const rest = 'parameters[PARAMETERS:]';
  const { firstUnits, layerCount } = networkInPython(network);
  if (learnsRates(algorithm)) return `    tensors.update(named(${rest}, "${RATES_PREFIX}"))`;
  if (learnsScale(algorithm))
    return `    tensors["${LOG_LAMBDA}"], tensors["${LOG_SCALE}"] = (part.clone() for part in ${rest}.split(1))`;
  if (learnsPenalty(algorithm)) return `    tensors["${LOG_LAMBDA}"] = ${rest}.clone()`;
  if (learnsContext(algorithm))
    return `    tensors["${CONTEXT_WEIGHT}"] = ${rest}.reshape(${firstUnits}, CONTEXT).clone()`;
  if (learnsStepRates(algorithm))
    return `    tensors["${STEP_RATES}"] = ${rest}.reshape(-1, ${layerCount}).clone()`;
  return null;
}

/** What is told of a network and its loss where they are not those that a file means by itself. */
function kindOf({ network, loss }: RunFacts): string | null {
  if (loss === FIRST_LOSS) return null;
  const model = isMlp(network) ? '' : `, "${MODEL_KEY}": json.dumps(MODEL)`;
  return `    told = {**told, "${LOSS_KEY}": "${loss}"${model}}`;
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
    kindOf(run),
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


${networkInPython(run.network).named}


${keep}`;
}
