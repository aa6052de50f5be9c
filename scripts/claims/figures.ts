/** Figures of many tasks as claims tell them. */
import { figureText } from '../../src/cli/reproduction/markdown.ts';

/** Held-out tasks behind each figure. */
export const TASKS = 2000;

export const number = figureText;
export const OVER = `${TASKS.toLocaleString('en')} tasks`;

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

export function degrees(angle: number): string {
  return `${angle.toFixed(1)}°`;
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below which a share of all lies. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The share of indices for which something holds. */
export function shareOf(count: number, holds: (index: number) => boolean): number {
  return Array.from({ length: count }, (_, index) => index).filter(holds).length / count;
}
