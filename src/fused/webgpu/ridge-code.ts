/**
 * Ridge regression of the last layer and the way back through it, in WGSL: `meta/ridge.ts` and
 * `meta/learners/ridge-head.ts` state the mathematics and the letters. The system is factorised as L·D·Lᵀ, D on the
 * diagonal and L·D below it, so that no square root is wanted and each column needs one barrier.
 */
import type { Layer } from '../schedules/record.ts';
import type { SweepCode } from './sweep-code.ts';

export interface RidgeCode {
  /** Functions at the top of the kernel. */
  readonly functions: string;
  /** After pass `index`, within its words. */
  readonly fit: string;
  /** At the very end. */
  readonly back: string;
}

function functions(invocations: number, outputs: number): string {
  return `
/** [count, count] at \`system\` becomes D on the diagonal and L·D below it. */
fn factorise(system : u32, count : u32, invocation : u32) {
  for (var pivot = 0u; pivot < count; pivot++) {
    let first = pivot + 1u;
    let left = count - first;
    let d = memory[system + pivot * count + pivot];
    for (var i = invocation; i < left * left; i += ${invocations}u) {
      let row = first + i / left;
      let column = first + i % left;
      if (column <= row) {
        let product = memory[system + row * count + pivot] * memory[system + column * count + pivot];
        memory[system + row * count + column] -= product / d;
      }
    }
    storageBarrier();
  }
}

/** [count, ${outputs}] at \`right\` becomes the solution of the factorised system. */
fn solveSystem(system : u32, count : u32, right : u32, invocation : u32) {
  for (var pivot = 0u; pivot < count; pivot++) {
    let left = (count - pivot - 1u) * ${outputs}u;
    let d = memory[system + pivot * count + pivot];
    for (var i = invocation; i < left; i += ${invocations}u) {
      let row = pivot + 1u + i / ${outputs}u;
      let column = i % ${outputs}u;
      let factor = memory[system + row * count + pivot] / d;
      memory[right + row * ${outputs}u + column] -= factor * memory[right + pivot * ${outputs}u + column];
    }
    storageBarrier();
  }
  for (var i = invocation; i < count * ${outputs}u; i += ${invocations}u) {
    let row = i / ${outputs}u;
    memory[right + i] /= memory[system + row * count + row];
  }
  storageBarrier();
  for (var done = 0u; done < count; done++) {
    let pivot = count - 1u - done;
    for (var i = invocation; i < pivot * ${outputs}u; i += ${invocations}u) {
      let row = i / ${outputs}u;
      let column = i % ${outputs}u;
      let factor = memory[system + pivot * count + row] / memory[system + row * count + row];
      memory[right + i] -= factor * memory[right + pivot * ${outputs}u + column];
    }
    storageBarrier();
  }
}`;
}

/** The code for a network of these layers; `sweeps` are its own. */
export function ridgeCode(layers: readonly Layer[], invocations: number, sweeps: SweepCode): RidgeCode {
  const last = layers.at(-1);
  if (last === undefined) throw new RangeError('Expected a network of at least one layer.');
  const { inputs: width, outputs, weights, bias, unitsBefore } = last;
  const size = bias + outputs;
  const isDeep = layers.length > 1;
  const each = (count: string) => `for (var i = invocation; i < ${count}; i += ${invocations}u)`;
  const features = isDeep ? `let features = record + count * ${unitsBefore - width}u;` : 'let features = x;';
  const places = `
    ${features}
    let next = placed(schedule.fitNext, taskStart);
    let system = placed(schedule.fitRoom, taskStart);
    let solution = system + count * count;
    let solutionBack = solution + count * ${outputs}u;`;
  /** Element i of the head of a vector, as F̂ᵀ·coefficients has it. */
  const ofHead = (coefficients: string) => `
      let isBias = i >= ${bias}u;
      let output = select((i - ${weights}u) / ${width}u, i - ${bias}u, isBias);
      let feature = (i - ${weights}u) % ${width}u;
      var sum = 0.0;
      for (var point = 0u; point < count; point++) {
        let factor = select(memory[features + point * ${width}u + feature], 1.0, isBias);
        sum += factor * memory[${coefficients} + point * ${outputs}u + output];
      }`;
  const overHead = `for (var i = invocation + ${weights}u; i < ${size}u; i += ${invocations}u)`;

  const fit = `
  for (var fit = 0u; fit < select(0u, 1u, schedule.fits == 1u && index == schedule.fitAfter); fit++) {
    ${places}
    let lambda = exp(memory[placed(schedule.fitLogLambda, taskStart)]);
    ${each('count * count')} {
      let row = features + i / count * ${width}u;
      let column = features + i % count * ${width}u;
      var sum = select(1.0, 1.0 + lambda, row == column);
      for (var feature = 0u; feature < ${width}u; feature++) {
        sum += memory[row + feature] * memory[column + feature];
      }
      memory[system + i] = sum;
    }
    ${each(`count * ${outputs}u`)} {
      memory[solution + i] = memory[y + i] - memory[predicted + i];
    }
    storageBarrier();
    factorise(system, count, invocation);
    solveSystem(system, count, solution, invocation);
    ${each(`${weights}u`)} { memory[next + i] = memory[theta + i]; }
    ${overHead} {
      ${ofHead('solution')}
      memory[next + i] = memory[theta + i] + sum;
    }
    storageBarrier();
  }`;

  const body = isDeep
    ? `
    let deltas = record + count * ${sweeps.lastHiddenDeltas}u;
    ${each(`count * ${width}u`)} {
      let point = i / ${width}u;
      let feature = i % ${width}u;
      var sum = 0.0;
      for (var output = 0u; output < ${outputs}u; output++) {
        let at = ${weights}u + output * ${width}u + feature;
        sum += memory[solution + point * ${outputs}u + output] * memory[direction + at];
        sum -= memory[solutionBack + point * ${outputs}u + output] * memory[next + at];
      }
      memory[deltas + i] = sum;
    }
    storageBarrier();
    ${sweeps.backwardFromSums}
    ${sweeps.addBodyGradient}`
    : '';
  const back = `
  for (var fitBack = 0u; fitBack < schedule.fitBacks; fitBack++) {
    ${places}
    let direction = placed(schedule.fitBack, taskStart);
    ${each(`count * ${outputs}u`)} {
      let row = features + i / ${outputs}u * ${width}u;
      let output = i % ${outputs}u;
      var sum = memory[direction + ${bias}u + output];
      for (var feature = 0u; feature < ${width}u; feature++) {
        sum += memory[row + feature] * memory[direction + ${weights}u + output * ${width}u + feature];
      }
      memory[solutionBack + i] = sum;
    }
    storageBarrier();
    solveSystem(system, count, solutionBack, invocation);
    var along = 0.0;
    ${overHead} {
      ${ofHead('solutionBack')}
      let byPrior = memory[direction + i] - sum;
      memory[direction + i] = byPrior;
      along += byPrior * (memory[next + i] - memory[theta + i]);
    }
    let moved = total(along, invocation);
    if (invocation == 0u) { memory[direction + ${size}u] = -moved; }
    storageBarrier();
    ${body}
  }`;
  return { functions: functions(invocations, outputs), fit, back };
}
