/** What is computed from tensors and then stands for itself: information, not a function of what it was made of. */
import { customGrad, type Tensor, type Tensor3D, zerosLike } from '@tensorflow/tfjs';

/** `of` the tensors. Its derivative counts as 0, whatever operations it is made of. */
export function asConstant(
  tensors: readonly Tensor3D[],
  of: (tensors: readonly Tensor3D[]) => Tensor3D,
): Tensor3D {
  const constant = customGrad((...inputs) => {
    // TensorFlow.js adds a function that saves values; none is needed.
    const given = (inputs as Tensor[]).slice(0, tensors.length) as Tensor3D[];
    return { value: of(given), gradFunc: () => given.map((tensor) => zerosLike(tensor)) };
  });
  return constant(...tensors);
}
