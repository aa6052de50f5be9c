/**
 * The mean of the tasks' directions and one step of Adam along it (Kingma & Ba, arXiv:1412.6980, algorithm 1),
 * one invocation for each parameter. A meta-batch that does not fit into memory at once comes in several
 * parts, the last of which takes the step.
 */
import { DECAY_FIRST, DECAY_SECOND } from '#core/adam.ts';
import { type SharedMemory, TRAINING_RESULTS } from './programs.ts';

export const ADAM_WORKGROUP = 64;

export function adamUniforms(
  parameters: number,
  tasks: { readonly inPart: number; readonly inStep: number; readonly size: number },
  shared: SharedMemory,
  isFirst: boolean,
  isLast: boolean,
): Uint32Array<ArrayBuffer> {
  const flags = [isFirst ? 1 : 0, isLast ? 1 : 0];
  return Uint32Array.from([parameters, tasks.inPart, tasks.inStep, shared.size, tasks.size, ...flags, 0]);
}

/** The kernel's text for a memory of at least `memorySize` numbers. */
export function adamKernel(memorySize: number): string {
  return `
struct Part {
  parameters : u32, tasks : u32, tasksAStep : u32, sharedSize : u32,
  taskSize : u32, isFirst : u32, isLast : u32, unused : u32,
}
@group(0) @binding(0) var<storage, read_write> memory : array<f32, ${memorySize}>;
@group(0) @binding(1) var<uniform> part : Part;
@group(0) @binding(2) var<storage, read_write> counter : array<u32, 2>;
// Rate and epsilon of every meta-step of the chain.
@group(0) @binding(3) var<storage, read> rates : array<vec2<f32>>;
@group(0) @binding(4) var<storage, read_write> losses : array<vec2<f32>>;

fn averageLosses(step : u32) {
  var sum = vec2<f32>();
  if (part.isFirst == 0u) { sum = losses[step]; }
  for (var task = 0u; task < part.tasks; task++) {
    let start = part.sharedSize + task * part.taskSize;
    sum += vec2<f32>(memory[start + ${TRAINING_RESULTS.lossBefore}u], memory[start + ${TRAINING_RESULTS.lossAfter}u]);
  }
  losses[step] = select(sum, sum / f32(part.tasksAStep), part.isLast == 1u);
}

@compute @workgroup_size(${ADAM_WORKGROUP})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let index = id.x;
  let step = counter[1];
  if (index == 0u) {
    averageLosses(step);
    if (part.isLast == 1u) { counter[0] = step + 1u; }
  }
  if (index >= part.parameters) { return; }
  let parameter = index;
  let first = parameter + part.parameters;
  let second = first + part.parameters;
  let gradientAt = second + part.parameters;
  var sum = 0.0;
  if (part.isFirst == 0u) { sum = memory[gradientAt]; }
  var at = part.sharedSize + ${TRAINING_RESULTS.direction}u + index;
  for (var task = 0u; task < part.tasks; task++) {
    sum += memory[at];
    at += part.taskSize;
  }
  if (part.isLast == 0u) {
    memory[gradientAt] = sum;
    return;
  }
  let gradient = sum / f32(part.tasksAStep);
  memory[gradientAt] = gradient;
  let firstMoment = ${DECAY_FIRST} * memory[first] + ${1 - DECAY_FIRST} * gradient;
  let secondMoment = ${DECAY_SECOND} * memory[second] + ${1 - DECAY_SECOND} * gradient * gradient;
  memory[first] = firstMoment;
  memory[second] = secondMoment;
  let rate = rates[step];
  memory[parameter] -= rate.x * firstMoment / (sqrt(secondMoment) + rate.y);
}
`;
}
