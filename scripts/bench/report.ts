/** What a benchmark found: kept as JSON, shown as Markdown, copied into the document. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

export const SECTIONS = [
  'peers',
  'scaling',
  'first-step',
  'dragging',
  'memory',
  'node',
  'node-training',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** `null` where there is nothing to show. */
export type Cell = string | number | null;

export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a part of the benchmark measured. */
export interface Findings {
  readonly adapter: string | null;
  /** Versions of what took part. */
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

export interface Section extends Findings {
  readonly date: string;
  readonly command: string;
  readonly processor: string;
}

type Results = Partial<Record<SectionName, Section>>;

const FOLDER = new URL('../../bench-results/', import.meta.url);
const LATEST = new URL('latest.json', FOLDER);
const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);

/** Adds when, how and where. */
export function sectionOf(findings: Findings): Section {
  const processors = cpus();
  const options = process.argv.slice(2).join(' ');
  return {
    date: new Date().toISOString().slice(0, 10),
    command: options === '' ? 'npm run bench' : `npm run bench -- ${options}`,
    processor: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    ...findings,
  };
}

function showCell(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return '–';
  if (typeof cell === 'string' || Number.isInteger(cell)) return String(cell);
  const size = Math.abs(cell);
  if (size < 0.001) return cell.toExponential(1);
  return cell.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}

function showTable({ caption, columns, rows }: Table): string {
  const shown = [columns, ...rows.map((row) => row.map(showCell))];
  const widths = columns.map((_, column) => Math.max(...shown.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [header = [], ...body] = shown;
  const ruler = widths.map((width) => '-'.repeat(width));
  return `${caption}\n\n${[header, ruler, ...body].map(line).join('\n')}`;
}

/** A section as it stands in the document. */
export function showSection({ date, command, processor, adapter, versions, tables, notes }: Section): string {
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = [processor, adapter ?? 'unknown adapter', ...parts].join('; ');
  const list = notes.map((note) => `- ${note}`).join('\n');
  return [
    `Measured on ${date} by \`${command}\` on ${where}.`,
    ...tables.map(showTable),
    ...(list === '' ? [] : [list]),
  ].join('\n\n');
}

async function readResults(): Promise<Results> {
  const text = await readFile(LATEST, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Results;
}

/** Keeps a section; those of earlier runs stay. */
export async function keepSection(name: SectionName, section: Section): Promise<void> {
  const results = { ...(await readResults()), [name]: section };
  await mkdir(FOLDER, { recursive: true });
  await writeFile(LATEST, `${JSON.stringify(results, null, 2)}\n`);
}

/** Replaces what stands between a section's marks in the document by what was kept last; returns the names. */
export async function fillDocument(): Promise<SectionName[]> {
  const results = await readResults();
  const filled: SectionName[] = [];
  let text = await readFile(DOCUMENT, 'utf8');
  for (const name of SECTIONS) {
    const section = results[name];
    if (section === undefined) continue;
    const marks = new RegExp(`(<!-- bench:${name} -->)[^]*(<!-- /bench:${name} -->)`);
    if (!marks.test(text)) throw new Error(`Expected docs/benchmarks.md to have the marks of ${name}.`);
    text = text.replace(
      marks,
      (_, start: string, end: string) => `${start}\n\n${showSection(section)}\n\n${end}`,
    );
    filled.push(name);
  }
  await writeFile(DOCUMENT, text);
  return filled;
}
