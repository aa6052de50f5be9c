/** From errors to colours: ratios of one contestant's errors, differences of two. */
import { scaleLog, scaleSqrt } from 'd3-scale';
import { hasDiverged } from '#training/metrics.ts';
import { divergingColor, sequentialColor } from '#charts/colour-ramp.ts';
import type { ErrorMap, ErrorMapLayer } from '#store/compare/error-map-slice.ts';

/** What a cell shows; `second` is there in a difference. */
export interface CellValue {
  readonly first: number;
  readonly second: number | null;
}

export interface MapColours {
  readonly colorAt: (position: number) => string;
  /** `null` where something diverged. */
  readonly colorOf: (value: CellValue) => string | null;
  readonly ticks: readonly { readonly position: number; readonly value: number }[];
  /** Whether some values lie beyond the ends, and are coloured like them. */
  readonly isCut: boolean;
}

/** The errors of every cell at a step, or `null` where they are not known yet. */
export function cellValues(
  { grid, settings, layers }: Pick<ErrorMap, 'grid' | 'settings' | 'layers'>,
  of: ErrorMapLayer['id'],
  minus: ErrorMapLayer['id'] | null,
  step: number,
): (CellValue | null)[] {
  const stepCount = settings.innerSteps + 1;
  const errorOf = (layer: ErrorMapLayer | undefined, cell: number) =>
    layer?.known[cell] === true ? (layer.errors[cell * stepCount + step] ?? Number.NaN) : null;
  return Array.from({ length: grid.size ** 2 }, (_, cell) => {
    const first = errorOf(layers[of], cell);
    if (first === null) return null;
    if (minus === null) return { first, second: null };
    const second = errorOf(layers[minus], cell);
    return second === null ? null : { first, second };
  });
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];

function isFinished(value: CellValue, threshold: number): boolean {
  return (
    !hasDiverged(value.first, threshold) && (value.second === null || !hasDiverged(value.second, threshold))
  );
}

/** Errors by their ratios: a step of colour is a factor. */
function ofErrors(values: readonly CellValue[], threshold: number): MapColours {
  const errors = values.map(({ first }) => first).filter((error) => error > 0);
  const highest = errors.reduce((most, error) => Math.max(most, error), 0) || 1;
  // At least a factor of ten, so that noise is not painted as landscape.
  const lowest = Math.min(highest / 10, ...errors);
  const scale = scaleLog([lowest, highest], [0, 1]).clamp(true);
  return {
    colorAt: sequentialColor,
    colorOf: (value) =>
      isFinished(value, threshold) ? sequentialColor(scale(Math.max(value.first, lowest))) : null,
    ticks: TICKS.map((position) => ({ position, value: scale.invert(position) })),
    isCut: false,
  };
}

/** Share of the differences that the scale reaches: one outlier would leave all others grey. */
const REACHED = 0.95;

/** Differences around zero, by their square root: small ones are seen beside large ones. */
function ofDifferences(values: readonly CellValue[], threshold: number): MapColours {
  const differences = Float64Array.from(values, ({ first, second }) =>
    Math.abs(first - (second ?? 0)),
  ).toSorted();
  const reach = differences[Math.ceil(REACHED * differences.length) - 1] ?? 0;
  const largest = reach > 0 ? reach : (differences.at(-1) ?? 0) || 1;
  const scale = scaleSqrt([-largest, largest], [0, 1]).clamp(true);
  return {
    colorAt: divergingColor,
    colorOf: (value) =>
      isFinished(value, threshold) ? divergingColor(scale(value.first - (value.second ?? 0))) : null,
    ticks: TICKS.map((position) => ({ position, value: scale.invert(position) })),
    isCut: (differences.at(-1) ?? 0) > largest,
  };
}

/** Colours for what is known; what has left the scale of its tasks has none. */
export function mapColours(
  values: readonly (CellValue | null)[],
  isDifference: boolean,
  threshold: number,
): MapColours {
  const finished = values.flatMap((value) => (value !== null && isFinished(value, threshold) ? [value] : []));
  return isDifference ? ofDifferences(finished, threshold) : ofErrors(finished, threshold);
}
