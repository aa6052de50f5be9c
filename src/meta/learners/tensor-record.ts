/** What a learner leaves in the tensor engine's memory while it differentiates; fitted to what TensorFlow.js reports. */
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';

export interface TensorRecord {
  /** Whether one network serves all tasks, which then have no vectors of their own. */
  readonly isShared?: boolean;
  /** Vectors as long as θ that are kept for each task: at least, for each inner step, and for each of conjugate gradients. */
  readonly vectors: readonly [least: number, eachStep: number, eachSolving: number];
  /** More of these vectors for each inner step by an optimiser with a state. */
  readonly optimiser: Readonly<Record<StatefulOptimiser['kind'], number>>;
  /** Numbers that a support point leaves for each unit: in each inner step that is kept, or once. */
  readonly support: readonly [eachStep: number, once: number];
  /** Whether query points leave theirs after every inner step. */
  readonly judgesEveryStep: boolean;
  /** Matrices of support points by support points, [K, K], of each task. */
  readonly systems: number;
}

/** Numbers that a point leaves for each unit where nothing is followed back through it, and where it is. */
export const PLAIN = 11;
export const FOLLOWED = 34;
export const FIRST_ORDER: TensorRecord = {
  vectors: [16, 4, 0],
  optimiser: { momentum: 3, adam: 13 },
  support: [0, PLAIN],
  judgesEveryStep: false,
  systems: 0,
};
/** Of a forward pass that sees the support points: one network for all tasks. */
export const REMEMBERED: TensorRecord = { ...FIRST_ORDER, isShared: true };
export const SECOND_ORDER: TensorRecord = {
  vectors: [14, 13, 0],
  optimiser: { momentum: 8, adam: 32 },
  support: [FOLLOWED, 0],
  judgesEveryStep: false,
  systems: 0,
};
