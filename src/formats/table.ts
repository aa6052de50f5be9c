/**
 * Tables of numbers as spreadsheets, pandas, NumPy and people write them: any of the usual delimiters, a header that may be
 * quoted, commented out or tell units, an index in front, decimal commas, blank and commented lines.
 */
import Papa from 'papaparse';
import { said, type Words } from '#core/saying.ts';
import { badInput } from './bad-input.ts';

/** A line of a file, by its number from 1, and its cells without the spaces around them. */
export interface TableLine {
  readonly line: number;
  readonly cells: readonly string[];
}

const SEPARATOR_LINE = /^\uFEFF?sep=(.)\r?$/i;
const DELIMITERS = ['\t', ';', '|', ','];

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '');
}

/** What parts cells: as a line of its own says, else the first of the usual ones in the first line with cells. */
function delimiterOf(lines: readonly string[]): string {
  const told = SEPARATOR_LINE.exec(lines[0] ?? '')?.[1];
  if (told !== undefined) return told;
  const full = lines.filter((line) => /[^\s,;|#]/.test(line));
  const first = full.find((line) => !line.trimStart().startsWith('#')) ?? full[0] ?? '';
  const usual = DELIMITERS.find((delimiter) => first.includes(delimiter));
  return usual ?? (/\S\s+\S/.test(first) ? ' ' : ',');
}

/** Lines with any text, as cells. */
function linesOf(text: string): TableLine[] {
  const raw = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const delimiter = delimiterOf(raw);
  const cellsOf = (line: string): string[] => {
    // NumPy writes any number of spaces.
    const single = delimiter === ' ' ? line.trim().replaceAll(/\s+/g, ' ') : line;
    return (Papa.parse<string[]>(single, { delimiter }).data[0] ?? []).map((cell) => cell.trim());
  };
  return raw
    .map((line, index) => ({ line: index + 1, cells: cellsOf(line) }))
    .filter(({ line, cells }) => !isBlank(cells) && !(line === 1 && SEPARATOR_LINE.test(raw[0] ?? '')));
}

function isComment({ cells }: TableLine): boolean {
  return cells[0]?.startsWith('#') === true;
}

function uncommented({ line, cells }: TableLine): TableLine {
  const [first = '', ...others] = cells;
  const rest = first.replace(/^#+\s*/, '');
  // Where spaces part cells, the sign is a cell of its own.
  return { line, cells: rest === '' ? others : [rest, ...others] };
}

/** A column's name without a unit: “x [m]”, “Y (V)”, “x_m”. */
function nameOf(cell: string): string {
  return cell
    .replaceAll(/^["'“]|["'”]$/g, '')
    .replace(/\s*[[(（/].*$/s, '')
    .replace(/^([xy])[_ -].*$/i, '$1')
    .trim()
    .toLowerCase();
}

/** Names of a column that counts rows. */
const INDEX = /^(?:|index|idx|row|id|no\.?|nr\.?|unnamed: ?0)$/;

/** Where each column is; `null` if the line is no header of them all. */
function placesOf({ cells }: TableLine, columns: readonly string[]): number[] | null {
  const names = cells.map(nameOf);
  const places = columns.map((column) => names.indexOf(column));
  const isWhole = places.every((place) => place !== -1);
  const others = names.filter((_, at) => !places.includes(at));
  return isWhole && others.every((name) => INDEX.test(name)) ? places : null;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number of a cell, with a point or a comma; not a number for any other text, or what float32 cannot hold. */
export function numberIn(cell: string): number {
  const text = cell.replace('−', '-').replace(/^([+-]?\d*),(\d+(?:e[+-]?\d+)?)$/i, '$1.$2');
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(Math.fround(number)) ? number : Number.NaN;
}

function isNumbers({ cells }: TableLine, count: number): boolean {
  return cells.length === count && cells.every((cell) => !Number.isNaN(numberIn(cell)));
}

/** The header among the first lines, which may be a comment, and what stands below it. */
interface Found {
  readonly places: readonly number[];
  readonly width: number;
  readonly rows: readonly TableLine[];
}

function headed(lines: readonly TableLine[], columns: readonly string[]): Found | null {
  const bodyStart = lines.findIndex((line) => !isComment(line));
  const candidates = lines.slice(0, bodyStart === -1 ? lines.length : bodyStart + 1).toReversed();
  for (const candidate of candidates) {
    const header = isComment(candidate) ? uncommented(candidate) : candidate;
    const places = placesOf(header, columns);
    if (places === null) continue;
    const rows = lines.filter((line) => line.line > candidate.line && !isComment(line));
    return { places, width: header.cells.length, rows };
  }
  return null;
}

/** Whether a text begins as a table of these columns does: by its header, or where that may lack, by numbers alone. */
export function beginsAsTable(text: string, columns: readonly string[], mayLackHeader: boolean): boolean {
  const lines = linesOf(text);
  if (headed(lines, columns) !== null) return true;
  const first = lines.find((line) => !isComment(line));
  return mayLackHeader && first !== undefined && isNumbers(first, columns.length);
}

/**
 * The cells of these columns, whatever their order in the file; without a header, numbers alone are in that order.
 * @throws PlaygroundError naming the line.
 */
export function readTable(
  text: string,
  columns: readonly string[],
  name: Words,
  mayLackHeader: boolean,
): TableLine[] {
  const lines = linesOf(text);
  const body = lines.filter((line) => !isComment(line));
  const [first] = body;
  const isBare = mayLackHeader && first !== undefined && isNumbers(first, columns.length);
  const found: Found | null =
    headed(lines, columns) ??
    (isBare ? { places: columns.map((_, at) => at), width: columns.length, rows: body } : null);
  if (found === null) {
    const header = (first?.cells ?? []).join(', ').slice(0, 60);
    throw badInput(
      said`${name}, line ${first?.line ?? 1}`,
      said`the header ${columns.join()}`,
      header === '' ? said`nothing` : header,
    );
  }
  const { places, width, rows } = found;
  if (rows.length === 0) throw badInput(name, said`at least one point below the header`, said`none`);
  return rows.map(({ line, cells }) => {
    // Spreadsheets may end every line with delimiters.
    const extra = cells.slice(width);
    if (cells.length < width || !isBlank(extra)) {
      throw badInput(said`${name}, line ${line}`, said`${width} cells`, `${cells.length}`);
    }
    return { line, cells: places.map((place) => cells[place] ?? '') };
  });
}

/** The finite number of a cell. @throws PlaygroundError naming line and column. */
export function finiteIn(cell: string, line: number, column: string, name: Words): number {
  const number = numberIn(cell);
  if (!Number.isNaN(number)) return number;
  const found = cell === '' ? said`nothing` : `“${cell}”`;
  throw badInput(said`${name}, line ${line}, column ${column}`, said`a finite number`, found);
}
