/** Figures and tables as Markdown. */
import { type LossSummary, spoiltBy } from '#training/metrics.ts';
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

/** `0.618 ± 0.066`; where tasks have diverged, how many of how many, and what is left to be told. */
export function summaryText(summary: LossSummary): string {
  const { mean, confidence95, median, meanOfRest, diverged, tasks } = summary;
  const middle = `median ${median === null ? 'not finite' : figureText(median)}`;
  const spoilt = spoiltBy(summary);
  if (spoilt === 'diverged' || mean === null || confidence95 === null) {
    const rest = meanOfRest === null ? '' : `, mean of the rest ${figureText(meanOfRest)}`;
    return `${diverged.toLocaleString('en')} of ${tasks.toLocaleString('en')} diverged; ${middle}${rest}`;
  }
  const told = `${figureText(mean)} ± ${figureText(confidence95)}`;
  return spoilt === 'spread' ? `${told} (${middle})` : told;
}

export function publishedText({ mean, confidence95 }: PublishedFigure): string {
  return confidence95 === null ? mean.toFixed(2) : `${mean.toFixed(2)} ± ${confidence95.toFixed(2)}`;
}
