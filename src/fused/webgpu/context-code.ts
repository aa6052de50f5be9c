/**
 * Context parameters, which enter the first layer by weights W [units, count] and act through its bias, in WGSL:
 * `schedules/schedule.ts` states the mathematics.
 */
import { type Architecture, firstBias } from '#models/architecture.ts';

export interface ContextCode {
  /** Functions at the top of the kernel. */
  readonly functions: string;
  /** Within the words of a pass: `next` becomes θ with the step of the context, where that is the pass's. */
  readonly move: string;
  /** Within the words of a step back, beforehand. */
  readonly back: string;
}

/** `everyParameter` opens a loop over i, which every invocation takes in turn. */
export function contextCode(
  architecture: Architecture,
  invocations: number,
  everyParameter: string,
): ContextCode {
  const { offset, size: units } = firstBias(architecture);
  const everyUnit = `for (var unit = invocation; unit < ${units}u; unit += ${invocations}u) {`;
  const functions = `
/** Column \`column\` of W times the first bias of a vector. */
fn alongColumn(weights : u32, count : u32, column : u32, vector : u32, invocation : u32) -> f32 {
  var sum = 0.0;
  ${everyUnit}
    sum += memory[weights + unit * count + column] * memory[vector + ${offset}u + unit];
  }
  return total(sum, invocation);
}

/** Adds factor·W Wᵀ g to the first bias of the vector at \`to\`, g being that of the vector at \`gradient\`. */
fn moveContext(to : u32, weights : u32, count : u32, factor : f32, gradient : u32, invocation : u32) {
  for (var column = 0u; column < count; column++) {
    let stride = factor * alongColumn(weights, count, column, gradient, invocation);
    ${everyUnit}
      memory[to + ${offset}u + unit] += stride * memory[weights + unit * count + column];
    }
  }
  storageBarrier();
}

/** to −= rate·(v gᵀ + g vᵀ) W, v and g being the first biases of two vectors; from zero at the first. */
fn scaleContext(
  to : u32, weights : u32, count : u32, rate : f32, direction : u32, gradient : u32, isFirst : bool, invocation : u32
) {
  for (var column = 0u; column < count; column++) {
    let alongGradient = alongColumn(weights, count, column, gradient, invocation);
    let alongDirection = alongColumn(weights, count, column, direction, invocation);
    ${everyUnit}
      let slope = memory[direction + ${offset}u + unit] * alongGradient + memory[gradient + ${offset}u + unit] * alongDirection;
      let at = to + unit * count + column;
      memory[at] = select(memory[at], 0.0, isFirst) - rate * slope;
    }
  }
  storageBarrier();
}`;
  const move = `
      for (var context = 0u; context < contexts; context++) {
        ${everyParameter}
          memory[next + i] = memory[theta + i];
        }
        storageBarrier();
        moveContext(next, rates, contextCount, -detailRate, to, invocation);
      }`;
  const back = `
    for (var context = 0u; context < contexts; context++) {
      ${everyParameter}
        memory[along + i] = 0.0;
      }
      storageBarrier();
      moveContext(along, rates, contextCount, 1.0, direction, invocation);
      scaleContext(alphaTo, rates, contextCount, rate, direction, gradient, isFirstScale, invocation);
    }`;
  return { functions, move, back };
}
