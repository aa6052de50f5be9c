/** The losses in WGSL; what has no entry here is refused. */
import type { LossName } from '#families/losses/loss-of.ts';

export interface LossCode {
  /** Statements that add an invocation's share of the loss of the first `judgedOutputs` numbers at `predicted` to `errors`. */
  readonly judge: (invocations: number) => string;
  /** By what the sum of `errors` is divided. */
  readonly judgedCount: string;
  /** By what δ of the outputs, and R{δ} = R{z}, are multiplied, for `count` points. */
  readonly scale: (outputs: number) => string;
  /** δ of output number `i` without that, from `predicted` and `y`. */
  readonly delta: string;
}

export const LOSS_CODE: Readonly<Partial<Record<LossName, LossCode>>> = {
  squaredError: {
    judge: (invocations) => `
    for (var i = invocation; i < judgedOutputs; i += ${invocations}u) {
      let error = memory[predicted + i] - memory[y + i];
      errors += error * error;
    }`,
    judgedCount: 'f32(judgedOutputs)',
    scale: (outputs) => `2.0 / f32(count * ${outputs}u)`,
    delta: '(memory[predicted + i] - memory[y + i])',
  },
};
