/** The losses in WGSL, over points of `outputs` numbers each; what has no entry here is refused. */
import type { LossName } from '#families/losses/loss-of.ts';

/** A kernel's invocations, and the outputs of its network. */
export interface Judged {
  readonly invocations: number;
  readonly outputs: number;
}

export interface LossCode {
  /** Statements that add an invocation's share of the loss of the first `judged` points at `predicted` to `errors`. */
  readonly judge: (judged: Judged) => string;
  /** By what the sum of `errors` is divided. */
  readonly judgedCount: (judged: Judged) => string;
  /** Statements that leave δ of the outputs of `count` points at `deltas`, from `predicted` and `y`. */
  readonly delta: (judged: Judged) => string;
  /** By what R{z} of the outputs is multiplied where it is made. */
  readonly changeScale: (judged: Judged) => string;
  /** Statements that then make R{δ} of it at `changed`, δ being at `deltas`; `null` if it is that already. */
  readonly change: ((judged: Judged) => string) | null;
}

/** The loop over the numbers of the point that begins at `first`. */
const eachOf = (outputs: number) => `for (var i = first; i < first + ${outputs}u; i++)`;
const eachPoint = (invocations: number, count: string, outputs: number) =>
  `for (var first = invocation * ${outputs}u; first < ${count} * ${outputs}u; first += ${invocations * outputs}u)`;
/** The largest number of a point, and the sum of the exponentials of all numbers less that. */
const softmaxSum = (outputs: number) => `
      var most = memory[predicted + first];
      ${eachOf(outputs)} { most = max(most, memory[predicted + i]); }
      var raised = 0.0;
      ${eachOf(outputs)} { raised += exp(memory[predicted + i] - most); }`;

export const LOSS_CODE: Readonly<Partial<Record<LossName, LossCode>>> = {
  squaredError: {
    judge: ({ invocations, outputs }) => `
    for (var i = invocation; i < judged * ${outputs}u; i += ${invocations}u) {
      let error = memory[predicted + i] - memory[y + i];
      errors += error * error;
    }`,
    judgedCount: ({ outputs }) => `f32(judged * ${outputs}u)`,
    delta: ({ invocations, outputs }) => `
      let scale = 2.0 / f32(count * ${outputs}u);
      for (var i = invocation; i < count * ${outputs}u; i += ${invocations}u) {
        memory[deltas + i] = (memory[predicted + i] - memory[y + i]) * scale;
      }`,
    changeScale: ({ outputs }) => `2.0 / f32(count * ${outputs}u)`,
    change: null,
  },
  // Of a softmax p the loss is Σ y (log Σ e^z − z), δ is (p − y)/count, and R{δ} is p ∘ (R{z} − p·R{z})/count.
  crossEntropy: {
    judge: ({ invocations, outputs }) => `
    ${eachPoint(invocations, 'judged', outputs)} {
      ${softmaxSum(outputs)}
      let whole = log(raised);
      ${eachOf(outputs)} { errors += memory[y + i] * (whole - (memory[predicted + i] - most)); }
    }`,
    judgedCount: () => 'f32(judged)',
    delta: ({ invocations, outputs }) => `
      let share = 1.0 / f32(count);
      ${eachPoint(invocations, 'count', outputs)} {
        ${softmaxSum(outputs)}
        ${eachOf(outputs)} {
          memory[deltas + i] = share * (exp(memory[predicted + i] - most) / raised - memory[y + i]);
        }
      }`,
    changeScale: () => '1.0 / f32(count)',
    // Predictions are overwritten by then: δ and y tell p.
    change: ({ invocations, outputs }) => `
      let points = f32(count);
      ${eachPoint(invocations, 'count', outputs)} {
        var mean = 0.0;
        ${eachOf(outputs)} { mean += (points * memory[deltas + i] + memory[y + i]) * memory[changed + i]; }
        ${eachOf(outputs)} {
          let p = points * memory[deltas + i] + memory[y + i];
          memory[changed + i] = p * (memory[changed + i] - mean);
        }
      }`,
  },
};
