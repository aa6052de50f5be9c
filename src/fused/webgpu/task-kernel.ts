/** The kernel that follows a schedule, one workgroup for each task. */
import type { LossName } from '#families/losses/loss-of.ts';
import { type Architecture, outputSize, parameterCount } from '#models/architecture.ts';
import type { Tile } from '#core/tuning.ts';
import { ACTIVATION_CODE } from './activation-code.ts';
import { OF_TASK } from '../schedules/place.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { contextCode } from './context-code.ts';
import { ridgeCode } from './ridge-code.ts';
import { PASS_CODE, SCHEDULE_CODE, STEP_BACK_CODE } from './schedule-code.ts';
import { LOSS_CODE } from './loss-code.ts';
import { networkOf } from './network.ts';
import { sweepCode } from './sweep-code.ts';

/**
 * One step of conjugate gradients (Hestenes & Stiefel 1952), the product with the matrix being at `direction`. A
 * residual that has vanished stays there: the smallest normal number keeps 0/0 from coming up.
 */
function conjugateGradientStep(everyParameter: string): string {
  const least = '1.1754944e-38';
  return `
      var squares = 0.0;
      var curvature = 0.0;
      ${everyParameter}
        squares += memory[residual + i] * memory[residual + i];
        curvature += memory[along + i] * memory[direction + i];
      }
      let before = total(squares, invocation);
      let bend = total(curvature, invocation);
      let stride = before / select(bend, ${least}, abs(bend) < ${least});
      squares = 0.0;
      ${everyParameter}
        let left = memory[residual + i] - stride * memory[direction + i];
        memory[solution + i] += stride * memory[along + i];
        memory[residual + i] = left;
        squares += left * left;
      }
      let turn = total(squares, invocation) / max(before, ${least});
      ${everyParameter}
        memory[along + i] = memory[residual + i] + turn * memory[along + i];
      }
      storageBarrier();`;
}

/** What only some schedules need of a kernel. */
export interface KernelParts {
  /** To solve for a head. */
  readonly fits: boolean;
  /** To move context parameters. */
  readonly movesContext: boolean;
}

export function partsFor({ fit, passes }: Schedule): KernelParts {
  const movesContext = passes.some(({ detail }) => detail !== null && detail.context !== null);
  return { fits: fit !== null, movesContext };
}

/**
 * The kernel's text for one architecture and loss, one way to share out the products and a memory of at least `memorySize`
 * numbers: an array whose size the compiler knows is read faster. It has the parts that its schedules need.
 */
export function taskKernel(
  architecture: Architecture,
  loss: LossName,
  tile: Tile,
  memorySize: number,
  parts: KernelParts,
): string {
  const code = ACTIVATION_CODE[architecture.activation];
  const judging = LOSS_CODE[loss];
  if (judging === undefined) throw new Error(`Expected a loss that there is code for, found ${loss}.`);
  const { invocations } = tile;
  const over = { invocations, outputs: outputSize(architecture) };
  const network = networkOf(architecture);
  const sweeps = sweepCode(network, judging, tile);
  const { forward, backward, descend, descendHessianProduct } = sweeps;
  const ridge = parts.fits ? ridgeCode(network.layers, invocations, sweeps) : null;
  const everyParameter = `for (var i = invocation; i < ${parameterCount(architecture)}u; i += ${invocations}u) {`;
  const context = parts.movesContext ? contextCode(architecture, invocations, everyParameter) : null;
  return `
${SCHEDULE_CODE}
@group(0) @binding(0) var<storage, read_write> memory : array<f32, ${memorySize}>;
@group(0) @binding(1) var<storage, read> points : array<f32>;
@group(0) @binding(2) var<uniform> schedule : Schedule;
// The meta-step, held twice: every kernel reads one and writes the other, so that none reads what it writes.
@group(0) @binding(3) var<storage, read_write> counter : array<u32, 2>;

var<workgroup> partial : array<f32, ${invocations}>;

fn activate(x : f32) -> f32 { ${code.value} }
fn slopeAt(x : f32) -> f32 { ${code.slope} }

fn placed(place : u32, taskStart : u32) -> u32 {
  return select(place, (place & ${OF_TASK - 1}u) + taskStart, place >= ${OF_TASK}u);
}

/** The sum of the invocations' values, halving their number again and again. */
fn total(value : f32, invocation : u32) -> f32 {
  partial[invocation] = value;
  workgroupBarrier();
  for (var width = ${invocations}u; width > 1u; width = (width + 1u) / 2u) {
    let half = (width + 1u) / 2u;
    if (invocation + half < width) { partial[invocation] += partial[invocation + half]; }
    workgroupBarrier();
  }
  let sum = partial[0];
  workgroupBarrier();
  return sum;
}

${sweeps.functions}
${ridge?.functions ?? ''}
${context?.functions ?? ''}

@compute @workgroup_size(${invocations})
fn main(@builtin(workgroup_id) workgroup : vec3<u32>, @builtin(local_invocation_index) invocation : u32) {
  let taskStart = schedule.sharedSize + workgroup.x * schedule.taskSize;
  let folded = taskStart + schedule.taskSize - ${network.foldRoom}u;
  let pointsAt = (counter[0] * schedule.tasksAStep + schedule.firstTask + workgroup.x) * schedule.pointsSize;
  if (workgroup.x == 0u && invocation == 0u) { counter[1] = counter[0]; }
  let pointsTo = placed(schedule.pointsTo, taskStart);
  for (var i = invocation; i < schedule.pointsSize; i += ${invocations}u) {
    memory[pointsTo + i] = points[pointsAt + i];
  }
  storageBarrier();

  for (var index = 0u; index < schedule.passes; index++) {
    ${PASS_CODE}
    ${forward}
    var errors = 0.0;
    ${judging.judge(over)}
    // Loops and not conditions, because an emulated GPU runs both sides of a condition.
    for (var descent = 0u; descent < descents; descent++) {
      ${backward}
      ${descend}
    }
    let loss = total(errors, invocation) / ${judging.judgedCount(over)};
    if (invocation == 0u) { memory[lossTo] = loss; }
    for (var detail = 0u; detail < details; detail++) {
      var squares = 0.0;
      var distance = 0.0;
      ${everyParameter}
        let parameter = memory[theta + i];
        let slope = memory[to + i];
        let moved = parameter - memory[origin + i];
        let stride = detailRate * select(1.0, memory[rates + i], hasRates);
        memory[next + i] = parameter - stride * (slope + pull * moved);
        squares += slope * slope;
        distance += moved * moved;
      }
      let norm = sqrt(total(squares, invocation));
      let covered = sqrt(total(distance, invocation));
      if (invocation == 0u) {
        memory[normTo] = norm;
        memory[distanceTo] = covered;
      }
      ${context?.move ?? ''}
    }
    storageBarrier();
    ${ridge?.fit ?? ''}
  }

  for (var difference = 0u; difference < schedule.differences; difference++) {
    let to = placed(schedule.differenceTo, taskStart);
    let left = placed(schedule.differenceLeft, taskStart);
    let right = placed(schedule.differenceRight, taskStart);
    ${everyParameter}
      memory[to + i] = memory[left + i] - memory[right + i];
    }
  }

  for (var index = 0u; index < schedule.stepsBack; index++) {
    ${STEP_BACK_CODE}
    for (var scale = 0u; scale < scales; scale++) {
      ${everyParameter}
        let v = memory[direction + i];
        memory[along + i] = memory[rates + i] * v;
        memory[alphaTo + i] = select(memory[alphaTo + i], 0.0, isFirstScale) - memory[gradient + i] * v;
      }
      storageBarrier();
    }
    ${context?.back ?? ''}
    for (var solve = 0u; solve < solves; solve++) {
      ${everyParameter}
        let p = select(memory[along + i], memory[residual + i], isFirstSolve);
        memory[along + i] = p;
        memory[direction + i] = p;
        memory[solution + i] = select(memory[solution + i], 0.0, isFirstSolve);
      }
      storageBarrier();
    }
    ${descendHessianProduct}
    for (var add = 0u; add < adds; add++) {
      ${everyParameter}
        memory[direction + i] += memory[added + i];
      }
      storageBarrier();
    }
    for (var solve = 0u; solve < solves; solve++) {
      ${conjugateGradientStep(everyParameter)}
    }
  }
  ${ridge === null ? '' : `{ let index = schedule.fitAfter; ${PASS_CODE} ${ridge.back} }`}
}
`;
}
