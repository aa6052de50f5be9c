/**
 * The mean of the tasks' directions and one step along it, of Adam (Kingma & Ba, arXiv:1412.6980, algorithm 1) or of
 * plain descent, one invocation for each trained number. A meta-batch that does not fit into memory at once comes in several
 * parts, the last of which takes the step.
 */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import type { OuterLoop } from '#training/optimiser.ts';
import type { SharedMemory } from '../schedules/memory-layout.ts';
import { TRAINING_RESULTS } from '../schedules/training-draft.ts';

export const OUTER_STEP_WORKGROUP = 64;

export const OUTER_STEP_BYTES = 48;

export function outerStepUniforms(
  learned: number,
  tasks: { readonly inPart: number; readonly inStep: number; readonly size: number },
  shared: SharedMemory,
  { optimiser, clip }: Pick<OuterLoop, 'optimiser' | 'clip'>,
  place: { readonly isFirst: boolean; readonly isLast: boolean },
): ArrayBuffer {
  const buffer = new ArrayBuffer(OUTER_STEP_BYTES);
  const words = new Uint32Array(buffer);
  words.set([learned, tasks.inPart, tasks.inStep, shared.size]);
  words.set([tasks.size, place.isFirst ? 1 : 0, place.isLast ? 1 : 0, optimiser === 'sgd' ? 1 : 0], 4);
  words[9] = clip === null ? 0 : 1;
  new Float32Array(buffer)[8] = clip ?? 0;
  return buffer;
}

/** The kernel's text for a memory of at least `memorySize` numbers. */
export function outerStepKernel(memorySize: number): string {
  return `
struct Part {
  learned : u32, tasks : u32, tasksAStep : u32, sharedSize : u32,
  taskSize : u32, isFirst : u32, isLast : u32, isPlain : u32,
  clip : f32, isClipped : u32,
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

@compute @workgroup_size(${OUTER_STEP_WORKGROUP})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let index = id.x;
  let step = counter[1];
  if (index == 0u) {
    averageLosses(step);
    if (part.isLast == 1u) { counter[0] = step + 1u; }
  }
  if (index >= part.learned) { return; }
  let parameter = index;
  let first = parameter + part.learned;
  let second = first + part.learned;
  let gradientAt = second + part.learned;
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
  let mean = sum / f32(part.tasksAStep);
  memory[gradientAt] = mean;
  // A gradient that is not finite must not be hidden by its bounds.
  let isFinite = (bitcast<u32>(mean) & 0x7f800000u) != 0x7f800000u;
  let gradient = select(mean, clamp(mean, -part.clip, part.clip), part.isClipped == 1u && isFinite);
  let rate = rates[step];
  let isPlain = part.isPlain == 1u;
  let firstMoment = ${DECAY_FIRST} * memory[first] + ${1 - DECAY_FIRST} * gradient;
  let secondMoment = ${DECAY_SECOND} * memory[second] + ${1 - DECAY_SECOND} * gradient * gradient;
  memory[first] = select(firstMoment, 0.0, isPlain);
  memory[second] = select(secondMoment, 0.0, isPlain);
  let adam = rate.x * firstMoment / (sqrt(secondMoment) + rate.y);
  memory[parameter] -= select(adam, rate.x * gradient, isPlain);
}
`;
}
