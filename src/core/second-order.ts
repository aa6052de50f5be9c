/** How far the first-order meta-gradient is from the exact one. */

export interface SecondOrderGauge {
  /** Between the two directions, in radians. */
  readonly angle: number;
  /** |exact − first order|₂ / |exact|₂. */
  readonly relativeDifference: number;
}

/** Compares MAML's meta-gradient with FOMAML's; two equal vectors, also of zeros, differ by 0. */
export function compareGradients(exact: Float32Array, firstOrder: Float32Array): SecondOrderGauge {
  let [product, exactSquare, firstSquare, difference] = [0, 0, 0, 0];
  exact.forEach((value, index) => {
    const other = firstOrder[index] ?? Number.NaN;
    product += value * other;
    exactSquare += value * value;
    firstSquare += other * other;
    difference += (value - other) ** 2;
  });
  if (difference === 0) return { angle: 0, relativeDifference: 0 };
  const cosine = product / Math.sqrt(exactSquare * firstSquare);
  return {
    angle: Math.acos(Math.max(-1, Math.min(1, cosine))),
    relativeDifference: Math.sqrt(difference / exactSquare),
  };
}
