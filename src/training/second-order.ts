/** How far another meta-gradient is from the exact one: the first-order one, that of wrong code, or that of other tasks. */
import type { TaskData } from '#families/task.ts';
import { type Architecture, layerCount, parameterLayout } from '#models/architecture.ts';
import type { MetaGradientRequest } from './meta-engine.ts';

/**
 * What MAML's meta-gradient is set beside: FOMAML's; that of a loop that repeats the first gradient in every inner step; the
 * gradient of the query error at θ, without adaptation; MAML's own over as many other tasks.
 */
export const GAUGE_OTHERS = ['firstOrder', 'repeated', 'unadapted', 'otherTasks'] as const;
export type GaugeOther = (typeof GAUGE_OTHERS)[number];

/** The meta-gradient to set beside MAML's of a request; `others` are the tasks of `otherTasks`. */
export function otherRequest(
  request: Omit<MetaGradientRequest, 'algorithm'>,
  against: GaugeOther,
  others: readonly TaskData[],
): MetaGradientRequest {
  const { alpha, innerSteps } = request;
  const changes: Readonly<Record<GaugeOther, Partial<MetaGradientRequest>>> = {
    firstOrder: { algorithm: 'fomaml' },
    // n steps along one gradient are one step n times as long, in value and in derivative.
    repeated: { alpha: innerSteps * alpha, innerSteps: 1 },
    // θ′ = θ, so that the way back is the identity.
    unadapted: { alpha: 0, innerSteps: 1 },
    otherTasks: { tasks: others },
  };
  return { algorithm: 'maml', ...request, ...changes[against] };
}

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

/** Lengths of two meta-gradients in one layer, weights and biases together, and of their difference. */
export interface LayerGradients {
  readonly exact: number;
  readonly firstOrder: number;
  readonly difference: number;
}

/** The gauge with what it was made from. */
export interface SecondOrderReport extends SecondOrderGauge {
  readonly exactNorm: number;
  readonly firstOrderNorm: number;
  readonly layers: readonly LayerGradients[];
}

/** Compares two meta-gradients of an architecture as wholes and layer by layer. */
export function reportGradients(
  architecture: Architecture,
  exact: Float32Array,
  firstOrder: Float32Array,
): SecondOrderReport {
  const squares = Array.from({ length: layerCount(architecture) }, () => ({
    exact: 0,
    firstOrder: 0,
    difference: 0,
  }));
  for (const { layer, offset, size } of parameterLayout(architecture)) {
    const sums = squares[layer];
    if (sums === undefined) continue;
    for (let index = offset; index < offset + size; index++) {
      const [a, b] = [exact[index] ?? Number.NaN, firstOrder[index] ?? Number.NaN];
      sums.exact += a * a;
      sums.firstOrder += b * b;
      sums.difference += (a - b) ** 2;
    }
  }
  const total = (pick: (sums: LayerGradients) => number) =>
    Math.sqrt(squares.reduce((sum, layer) => sum + pick(layer), 0));
  return {
    ...compareGradients(exact, firstOrder),
    exactNorm: total((sums) => sums.exact),
    firstOrderNorm: total((sums) => sums.firstOrder),
    layers: squares.map((sums) => ({
      exact: Math.sqrt(sums.exact),
      firstOrder: Math.sqrt(sums.firstOrder),
      difference: Math.sqrt(sums.difference),
    })),
  };
}

/** The means of several reports on one architecture, number by number; of one report, itself. */
export function meanReport(reports: readonly SecondOrderReport[]): SecondOrderReport {
  const mean = (pick: (report: SecondOrderReport) => number) =>
    reports.reduce((sum, report) => sum + pick(report), 0) / reports.length;
  const layers = reports[0]?.layers ?? [];
  return {
    angle: mean(({ angle }) => angle),
    relativeDifference: mean(({ relativeDifference }) => relativeDifference),
    exactNorm: mean(({ exactNorm }) => exactNorm),
    firstOrderNorm: mean(({ firstOrderNorm }) => firstOrderNorm),
    layers: layers.map((_, index) => ({
      exact: mean((report) => report.layers[index]?.exact ?? Number.NaN),
      firstOrder: mean((report) => report.layers[index]?.firstOrder ?? Number.NaN),
      difference: mean((report) => report.layers[index]?.difference ?? Number.NaN),
    })),
  };
}

/** The meta-gradient of one inner step with the identity left out of (I − αH), beside the exact one. */
export interface WithoutIdentity {
  /** |−αH·∇L_Q(θ′)|₂. */
  readonly norm: number;
  /** Between it and the exact meta-gradient, in radians: beyond a right angle, going against it makes the loss grow. */
  readonly angle: number;
}

/** For n = 1 what is left without the identity is the exact meta-gradient less the first-order one. */
export function withoutIdentity(report: SecondOrderReport): WithoutIdentity {
  const { exactNorm, firstOrderNorm, angle, relativeDifference } = report;
  const norm = relativeDifference * exactNorm;
  const cosine = (exactNorm - firstOrderNorm * Math.cos(angle)) / norm;
  return { norm, angle: Math.acos(Math.max(-1, Math.min(1, cosine))) };
}
