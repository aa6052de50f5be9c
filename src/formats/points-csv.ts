/** The user's own points: CSV with the header `x,y`, a point a line. */
import Papa from 'papaparse';
import { said, type Words } from '#core/saying.ts';
import type { PointSet } from '#families/task.ts';
import { badInput } from './bad-input.ts';

const COLUMNS = ['x', 'y'] as const;
const DELIMITERS = [',', ';', '\t'];

/** Papa guesses by the first lines, and is led astray by blank ones; the header has exactly one. */
function delimiterOf(text: string): string {
  return (
    DELIMITERS.find((delimiter) =>
      text
        .trimStart()
        .split(/[\r\n]/, 1)[0]
        ?.includes(delimiter),
    ) ?? ','
  );
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Reads points; `name` is told in errors. @throws PlaygroundError naming line and column. */
export function readPointsCsv(text: string, name: Words): PointSet {
  const { data } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text) });
  const lines = data
    .map((cells, index) => ({ cells, line: index + 1 }))
    .filter(({ cells }) => !isBlank(cells));
  const [header, ...rows] = lines;
  const found = (header?.cells ?? []).map((cell) => cell.trim().toLowerCase()).join();
  if (found !== COLUMNS.join()) {
    throw badInput(
      said`${name}, line ${header?.line ?? 1}`,
      said`the header ${COLUMNS.join()}`,
      found || said`nothing`,
    );
  }
  if (rows.length === 0) throw badInput(name, said`at least one point below the header`, said`none`);
  const points = rows.map(({ cells, line }) => {
    if (cells.length !== COLUMNS.length)
      throw badInput(said`${name}, line ${line}`, said`two numbers`, said`${cells.length} cells`);
    return cells.map((cell, column) => {
      const number = cell.trim() === '' ? Number.NaN : Number(cell);
      // What float32 cannot hold would become infinite there.
      if (Number.isFinite(Math.fround(number))) return number;
      const place = said`${name}, line ${line}, column ${COLUMNS[column] ?? ''}`;
      throw badInput(place, said`a finite number`, cell.trim() === '' ? said`nothing` : `“${cell}”`);
    });
  });
  return {
    x: Float32Array.from(points, ([x]) => x ?? Number.NaN),
    y: Float32Array.from(points, ([, y]) => y ?? Number.NaN),
    count: points.length,
  };
}
