/** The table of rooms as docs/architecture.md shows it. */
import rooms from './rooms.json';

export interface Room {
  /** What stands in it. */
  readonly holds: string;
  /** Rooms whose files its own may import, values and types alike. */
  readonly imports: readonly string[];
  /** What the linter says to whoever imports another. */
  readonly why: string;
  /** Packages that its files may import: some belong to one room, `others` are all the rest. */
  readonly packages: readonly string[];
  /** Whether its code may speak of the page it runs in. */
  readonly knowsPage: boolean;
}

/** Lower rooms first: a room imports only those before it. */
export const ROOMS: Readonly<Record<string, Room>> = rooms;

const VOCABULARY = ['core', 'families', 'models', 'training'];

/** Rooms in few words: those of the vocabulary together, where all of them are meant. */
function inWords(imports: readonly string[]): string {
  if (imports.length === 0) return 'nothing';
  const isWhole = VOCABULARY.every((room) => imports.includes(room));
  if (!isWhole) return imports.join(', ');
  return ['the vocabulary', ...imports.filter((room) => !VOCABULARY.includes(room))].join(', ');
}

/** Rows of a Markdown table, padded as the formatter of the documents pads them. */
export function roomsTable(): string {
  const rows = Object.entries(ROOMS).map(([name, { holds, imports }]) => [
    `\`${name}/\``,
    holds,
    inWords(imports),
  ]);
  const cells = [['room', 'what it holds', 'may import'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), rule, ...body.map(line)].join('\n');
}
