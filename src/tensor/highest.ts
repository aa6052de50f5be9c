/** The largest number of each row, as a constant: for what may be taken away without changing a result. */
import { customGrad, max, type Tensor3D, zerosLike } from '@tensorflow/tfjs';

/** [B, N, out] to [B, N, 1]. Its derivative counts as 0. */
export function highest(x: Tensor3D): Tensor3D {
  const constant = customGrad((input) => ({
    value: max<Tensor3D>(input as Tensor3D, 2, true),
    gradFunc: () => zerosLike(input as Tensor3D),
  }));
  return constant(x);
}
