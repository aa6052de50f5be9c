/** A figure as a file: SVG that stands by itself, PNG drawn from it, and its numbers as CSV. */
import Papa from 'papaparse';
import type { FigureWords } from './figure-frame.ts';
import { painted } from './painted-drawing.ts';
import { standalone, textOf } from './standalone-drawing.ts';

/** The numbers behind a figure. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null | undefined)[])[];
}

function download(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const CHART_FORMATS = ['svg', 'png', 'csv'] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

/** Text of a table: a line of columns, then the rows; what is unknown, or no finite number, stays empty. */
export function tableText({ columns, rows }: ChartTable): string {
  const known = (value: ChartTable['rows'][number][number]) =>
    typeof value === 'number' && !Number.isFinite(value) ? null : value;
  return `${Papa.unparse({ fields: [...columns], data: rows.map((row) => row.map(known)) })}\n`;
}

interface SavedFigure {
  readonly figure: Element;
  /** Of the file. */
  readonly name: string;
  readonly words: () => FigureWords;
  readonly table: () => ChartTable;
}

/** Downloads a figure. */
export async function saveChart(
  format: ChartFormat,
  { figure, name, words, table }: SavedFigure,
): Promise<void> {
  switch (format) {
    case 'svg': {
      const text = textOf(await standalone(figure, words()));
      return download(new Blob([text], { type: 'image/svg+xml' }), `${name}.svg`);
    }
    case 'png':
      return download(await painted(await standalone(figure, words())), `${name}.png`);
    case 'csv':
      return download(new Blob([tableText(table())], { type: 'text/csv' }), `${name}.csv`);
  }
}
