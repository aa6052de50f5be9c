/**
 * What is known of a sinusoid after some of its points, if all that was known before is the family: Bayes' rule by quadrature
 * in float64 over amplitude, phase and frequency, each where it varies. No predictor can expect a smaller squared error on the
 * family's tasks than its mean.
 *
 * At one frequency y = B θ + noise with B = [sin ωx, cos ωx] and θ = A·(cos φ, −sin φ). So the sum of squares is a parabola in A at
 * each phase, and the answer needs five moments of θ at each frequency.
 */
import { highest, highStretches } from '#core/peaks.ts';
import { atNodes, gaussLegendre, type Node, quadrature, sumOf } from '#core/quadrature.ts';
import type { Belief, Posterior } from '../belief.ts';
import type { Range } from '../curve/curve.ts';
import type { PointSet } from '../task.ts';
import type { SinusoidRanges } from './sinusoid.ts';

/** Points are float32, so that not even noise-free ones lie on their curve to the last digit. */
const LEAST_NOISE = 1e-4;
/** What is less likely than the most likely by a factor of e^30 has no weight. */
const NATS = 30;
/** The exponential of a parabola over so many nats, to 1e-9. */
const AMPLITUDES = gaussLegendre(24);
/** That over frequencies has to bear the errors of those over phases. */
const TOLERANCES = { phase: 1e-7, frequency: 1e-5 } as const;
/** The sum of squares has two harmonics in φ. */
const PHASES = 48;
/** Over x from −5 to 5 it changes no faster with ω. */
const FREQUENCY_SPACING = 0.05;

/** The sum of squares at one frequency: rest + Σ sizeᵢ·(eᵢ·θ − tᵢ)², with e₁ = (cos, sin), e₂ = (−sin, cos). */
interface Squares {
  readonly rest: number;
  readonly cos: number;
  readonly sin: number;
  readonly size1: number;
  readonly size2: number;
  readonly t1: number;
  readonly t2: number;
}

/** A direction of θ whose share is smaller is one that the points do not see. */
const UNSEEN = 1e-13;

function squaresAt({ x, y }: PointSet, frequency: number): Squares {
  const columns = Array.from(x, (at) => [Math.sin(frequency * at), Math.cos(frequency * at)] as const);
  let [a, b, c, p, q] = [0, 0, 0, 0, 0];
  for (const [index, [s, k]] of columns.entries()) {
    const value = y[index] ?? 0;
    a += s * s;
    b += s * k;
    c += k * k;
    p += s * value;
    q += k * value;
  }
  const angle = Math.atan2(2 * b, a - c) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const seen = (size: number) => (size > UNSEEN * (a + c) ? size : 0);
  const size1 = seen(a * cos * cos + 2 * b * cos * sin + c * sin * sin);
  const size2 = seen(a * sin * sin - 2 * b * cos * sin + c * cos * cos);
  const t1 = size1 === 0 ? 0 : (cos * p + sin * q) / size1;
  const t2 = size2 === 0 ? 0 : (cos * q - sin * p) / size2;
  let rest = 0;
  for (const [index, [s, k]] of columns.entries()) {
    rest += ((y[index] ?? 0) - s * (cos * t1 - sin * t2) - k * (sin * t1 + cos * t2)) ** 2;
  }
  return { rest, cos, sin, size1, size2, t1, t2 };
}

/** least + curvature·(A − at)². */
interface Parabola {
  readonly least: number;
  readonly curvature: number;
  readonly at: number;
}

/** The sum of squares at one phase. */
function parabolaAt({ rest, cos, sin, size1, size2, t1, t2 }: Squares, phase: number): Parabola {
  const [u, v] = [Math.cos(phase), -Math.sin(phase)];
  const [p1, p2] = [cos * u + sin * v, cos * v - sin * u];
  const curvature = size1 * p1 * p1 + size2 * p2 * p2;
  const at = curvature > 0 ? (size1 * p1 * t1 + size2 * p2 * t2) / curvature : 0;
  const least = rest + size1 * (at * p1 - t1) ** 2 + size2 * (at * p2 - t2) ** 2;
  return { least, curvature, at };
}

const clamped = (value: number, { from, to }: Range) => Math.min(to, Math.max(from, value));

/** The amplitudes that matter: to both sides of the best one as far as the parabola has not risen by `rise`. */
function amplitudesThatMatter({ curvature, at }: Parabola, rise: number, range: Range): Range {
  const best = clamped(at, range);
  const beside = Math.abs(best - at);
  const reach = rise / curvature / (Math.hypot(beside, Math.sqrt(rise / curvature)) + beside);
  if (!Number.isFinite(reach)) return range;
  return { from: clamped(best - reach, range), to: clamped(best + reach, range) };
}

/** The quadrature over a range, or the one value that it has. */
function nodesOver(
  range: Range,
  tolerance: number,
  stretches: () => readonly Range[],
  valuesAt: (at: number) => Float64Array,
): Node[] {
  if (range.from === range.to) return [{ at: range.from, weight: 1, values: valuesAt(range.from) }];
  return stretches().flatMap((stretch) => quadrature(valuesAt, stretch, tolerance));
}

/**
 * For each frequency of the quadrature, how likely it is and the moments of θ there: 1, θ₁, θ₂, θ₁², θ₁θ₂, θ₂². `precision` is
 * 1/(2σ²).
 */
function momentsByFrequency(
  points: PointSet,
  { amplitude, phase, frequency }: SinusoidRanges,
  precision: number,
): Node[] {
  /** The highest log likelihood over all amplitudes. */
  const heightAt = (squares: Squares) => (at: number) => {
    const parabola = parabolaAt(squares, at);
    const beside = clamped(parabola.at, amplitude) - parabola.at;
    return -precision * (parabola.least + parabola.curvature * beside * beside);
  };
  const heightOf = (at: number) => {
    const height = heightAt(squaresAt(points, at));
    return phase.from === phase.to ? height(phase.from) : highest(height, phase, PHASES);
  };
  const frequencies = Math.max(2, Math.ceil((frequency.to - frequency.from) / FREQUENCY_SPACING));
  // Likelihoods as shares of the highest hold in float64, however unlikely the points are.
  const top =
    frequency.from === frequency.to ? heightOf(frequency.from) : highest(heightOf, frequency, frequencies);

  const atPhase = (squares: Squares, at: number): Float64Array => {
    const parabola = parabolaAt(squares, at);
    const [u, v] = [Math.cos(at), -Math.sin(at)];
    let [mass, first, second] = [0, 0, 0];
    const add = (a: number, weight: number) => {
      const { least, curvature } = parabola;
      const share = weight * Math.exp(-precision * (least + curvature * (a - parabola.at) ** 2) - top);
      mass += share;
      first += share * a;
      second += share * a * a;
    };
    if (amplitude.from === amplitude.to) add(amplitude.from, 1);
    else atNodes(AMPLITUDES, amplitudesThatMatter(parabola, NATS / precision, amplitude), add);
    return Float64Array.of(mass, first * u, first * v, second * u * u, second * u * v, second * v * v);
  };
  const atFrequency = (at: number): Float64Array => {
    const squares = squaresAt(points, at);
    const height = heightAt(squares);
    const nodes = nodesOver(
      phase,
      TOLERANCES.phase,
      () => highStretches(height, phase, PHASES, NATS),
      (place) => atPhase(squares, place),
    );
    return sumOf(nodes);
  };
  const stretches = () => highStretches(heightOf, frequency, frequencies, NATS);
  return nodesOver(frequency, TOLERANCES.frequency, stretches, atFrequency);
}

/** The family's own posterior; the noise of the ranges is that of the points. */
export function sinusoidPosterior(ranges: SinusoidRanges): Posterior {
  const noise = Math.max(LEAST_NOISE, ranges.noise);
  return (support): Belief => {
    const nodes = momentsByFrequency(support, ranges, 1 / (2 * noise * noise));
    const total = sumOf(nodes)[0] ?? 0;
    return (x) => {
      const [mean, deviation] = [new Float64Array(x.length), new Float64Array(x.length)];
      for (const [place, position] of x.entries()) {
        let [value, square] = [0, 0];
        for (const { at, weight, values } of nodes) {
          const [s, k] = [Math.sin(at * position), Math.cos(at * position)];
          const [, first = 0, second = 0, ss = 0, sk = 0, kk = 0] = values;
          value += weight * (first * s + second * k);
          square += weight * (ss * s * s + 2 * sk * s * k + kk * k * k);
        }
        mean[place] = value / total;
        deviation[place] = Math.sqrt(Math.max(0, square / total - (value / total) ** 2));
      }
      return { mean, deviation };
    };
  };
}
