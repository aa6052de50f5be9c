/**
 * Curves as a table. Long: `task,x,y`, a point a line, as our own tasks `task,set,x,y`. Wide: first column x and a column for each
 * curve, or a row for each curve below a header of its name and the places of x. Which it is follows from the header.
 */
import Papa from 'papaparse';
import { said, type Words } from '#core/saying.ts';
import { badInput } from './bad-input.ts';
import { numberIn } from './table.ts';

/** A point, and the line that it stands in. */
export interface Measured {
  readonly x: number;
  readonly y: number;
  readonly line: number;
}

/** Points of each curve by its name, in the order of the file, and how many cells have no number. */
export interface CurvePoints {
  readonly curves: ReadonlyMap<string, Measured[]>;
  readonly missing: number;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** As people and tools write that there is no number. */
const MISSING = /^(?:|na|n\/a|nan|null|none|-|\?)$/i;

function rowsOf(text: string, name: Words): Row[] {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimitersToGuess: [',', '\t', ';', '|'],
  });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken !== undefined) {
    throw badInput(
      said`${name}, line ${(broken.row ?? 0) + 1}`,
      said`quotes that close`,
      said`one that does not`,
    );
  }
  return data
    .map((cells, index) => ({ line: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== '') && cells[0]?.startsWith('#') !== true);
}

/** Gathers points, refusing what is no number where it stands. */
function gatherer(name: Words) {
  const curves = new Map<string, Measured[]>();
  let missing = 0;
  const place = (line: number, column: string) => said`${name}, line ${line}, column ${column}`;
  const numberOf = (cell: string, line: number, column: string): number => {
    const number = numberIn(cell);
    if (!Number.isNaN(number)) return number;
    throw badInput(place(line, column), said`a finite number`, cell === '' ? said`nothing` : `“${cell}”`);
  };
  return {
    numberOf,
    add(curve: string, at: { x: number; cell: string; line: number; column: string }) {
      const points = curves.get(curve) ?? [];
      curves.set(curve, points);
      if (MISSING.test(at.cell)) missing++;
      else points.push({ x: at.x, y: numberOf(at.cell, at.line, at.column), line: at.line });
    },
    all: (): CurvePoints => ({ curves, missing }),
  };
}

/** Where the columns of a long table are; `null` for a header of another kind. */
function longPlaces(header: Row) {
  const names = header.cells.map((cell) => cell.toLowerCase());
  const [task, x, y] = ['task', 'x', 'y'].map((column) => names.indexOf(column));
  if (task === undefined || x === undefined || y === undefined) return null;
  return task < 0 || x < 0 || y < 0 ? null : { task, x, y };
}

function expectWidth({ line, cells }: Row, width: number, name: Words): void {
  if (cells.length === width) return;
  throw badInput(said`${name}, line ${line}`, said`${width} cells`, `${cells.length}`);
}

/** @throws PlaygroundError for two columns or rows of one name. */
function expectDifferent(names: readonly string[], line: (at: number) => number, name: Words): void {
  const seen = new Set<string>();
  for (const [at, one] of names.entries()) {
    if (seen.has(one)) {
      throw badInput(said`${name}, line ${line(at)}`, said`a name for each curve`, said`“${one}” twice`);
    }
    seen.add(one);
  }
}

/** Reads a table of any of the three kinds; `name` is told in errors. @throws PlaygroundError naming line and column. */
export function readCurvesTable(text: string, name: Words): CurvePoints {
  const [header, ...body] = rowsOf(text, name);
  if (header === undefined) throw badInput(name, said`a table of curves`, said`nothing`);
  const { cells, line } = header;
  const gather = gatherer(name);
  const long = longPlaces(header);
  if (long !== null) {
    for (const row of body) {
      expectWidth(row, cells.length, name);
      const [curve = '', x = '', y = ''] = [long.task, long.x, long.y].map((at) => row.cells[at]);
      if (curve === '')
        throw badInput(
          said`${name}, line ${row.line}, column ${'task'}`,
          said`the name of a curve`,
          said`nothing`,
        );
      gather.add(curve, { x: gather.numberOf(x, row.line, 'x'), cell: y, line: row.line, column: 'y' });
    }
    return gather.all();
  }
  const [, ...others] = cells;
  if (others.length === 0 || !Number.isNaN(numberIn(cells[0] ?? ''))) {
    const found = cells.join(', ').slice(0, 60);
    throw badInput(
      said`${name}, line ${line}`,
      said`a header: task,x,y, or x and the names of curves, or a name and places of x`,
      found,
    );
  }
  for (const row of body) expectWidth(row, cells.length, name);
  // Numbers may name curves as well; who calls the first column x has said which.
  const isByRow = cells[0]?.toLowerCase() !== 'x' && others.every((cell) => !Number.isNaN(numberIn(cell)));
  if (isByRow) {
    expectDifferent(
      body.map((row) => row.cells[0] ?? ''),
      (at) => body[at]?.line ?? line,
      name,
    );
    const places = others.map((cell) => numberIn(cell));
    for (const row of body) {
      for (const [at, x] of places.entries()) {
        const cell = row.cells[at + 1] ?? '';
        gather.add(row.cells[0] ?? '', { x, cell, line: row.line, column: others[at] ?? '' });
      }
    }
    return gather.all();
  }
  expectDifferent(others, () => line, name);
  for (const row of body) {
    const x = gather.numberOf(row.cells[0] ?? '', row.line, cells[0] ?? 'x');
    for (const [at, curve] of others.entries()) {
      gather.add(curve, { x, cell: row.cells[at + 1] ?? '', line: row.line, column: curve });
    }
  }
  return gather.all();
}
