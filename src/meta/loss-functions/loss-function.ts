import type { Tensor1D, Tensor3D } from '#tensor/ops.ts';

/** The loss of each of B tasks, [B], from outputs and targets [B, points, outputs]; proven to second order (tensor/ops.ts). */
export type LossFunction = (outputs: Tensor3D, targets: Tensor3D) => Tensor1D;
