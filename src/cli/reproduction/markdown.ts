/** Figures and tables as Markdown. */
import type { LossSummary } from '#training/metrics.ts';
import type { PublishedFigure } from '#training/published.ts';

/** A row begins with its name; the first row is the head. */
export type Table = readonly (readonly string[])[];

export function markdownTable(rows: Table): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** Three digits that count, for errors from thousandths to millions. */
export function figureText(value: number): string {
  if (value >= 1000) return value.toExponential(1);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** `0.618 ± 0.066`, and what else has to be told of a mean that some tasks have spoilt. */
export function summaryText({ mean, confidence95, median, divergedShare }: LossSummary): string {
  const middle = median === null ? '' : ` (median ${figureText(median)})`;
  const diverged = divergedShare === 0 ? '' : `, ${(100 * divergedShare).toFixed(1)} % diverged`;
  if (mean === null || confidence95 === null) return `not finite${middle}${diverged}`;
  return `${figureText(mean)} ± ${figureText(confidence95)}${divergedShare === 0 ? '' : middle}${diverged}`;
}

export function publishedText({ mean, confidence95 }: PublishedFigure): string {
  return confidence95 === null ? mean.toFixed(2) : `${mean.toFixed(2)} ± ${confidence95.toFixed(2)}`;
}
