/** What a script found by measuring: kept as JSON, shown as Markdown, copied into a document. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { busyProcessors } from './quiet.ts';

/** `null` where there is nothing to show. */
export type Cell = string | number | null;

export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What one part of a script measured. */
export interface Findings {
  readonly adapter: string | null;
  /** Versions of what took part. */
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

interface Section extends Findings {
  readonly date: string;
  readonly command: string;
  readonly processor: string;
  /** Processors that other programs kept busy before and after, where that was asked. */
  readonly others?: readonly number[];
}

/** So much of a processor disturbs no median. */
const QUIET = 0.1;

export interface Report<Name extends string> {
  /** Prints findings and keeps them; those of other parts stay. */
  readonly keep: (name: Name, findings: Findings) => Promise<void>;
  /** The same of what `work` finds, with what other programs did before and after it. */
  readonly measure: (name: Name, work: () => Promise<Findings>) => Promise<void>;
  /** Replaces what stands between the marks of each part in the document by what was kept last; returns the names. */
  readonly fillDocument: () => Promise<Name[]>;
}

const ROOT = new URL('../', import.meta.url);

/** Adds when, how and where. */
function sectionOf(script: string, findings: Findings): Section {
  const processors = cpus();
  const options = process.argv.slice(2).join(' ');
  return {
    date: new Date().toISOString().slice(0, 10),
    command: options === '' ? `npm run ${script}` : `npm run ${script} -- ${options}`,
    processor: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    ...findings,
  };
}

/** Whether other programs may have disturbed what was measured. */
function showOthers(others: readonly number[]): string {
  const most = Math.max(...others);
  if (most <= QUIET) return ' Nothing else ran.';
  const told = others.map((busy) => busy.toFixed(1)).join(' and ');
  return ` **Not measured quietly:** before and after it other programs kept ${told} of ${cpus().length} processors busy. Ratios within a round tell more than times.`;
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
function showSection(section: Section): string {
  const { date, command, processor, adapter, versions, tables, notes, others } = section;
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = [processor, adapter ?? 'unknown adapter', ...parts].join('; ');
  const list = notes.map((note) => `- ${note}`).join('\n');
  return [
    `Measured on ${date} by \`${command}\` on ${where}.${others === undefined ? '' : showOthers(others)}`,
    ...tables.map(showTable),
    ...(list === '' ? [] : [list]),
  ].join('\n\n');
}

/** The results of `npm run SCRIPT`: in SCRIPT-results/latest.json, and between its marks in docs/`document`. */
export function reportOf<Name extends string>(
  script: string,
  document: string,
  names: readonly Name[],
): Report<Name> {
  const folder = new URL(`${script}-results/`, ROOT);
  const latest = new URL('latest.json', folder);
  const target = new URL(`docs/${document}`, ROOT);

  const readResults = async (): Promise<Partial<Record<Name, Section>>> =>
    JSON.parse(await readFile(latest, 'utf8').catch(() => '{}')) as Partial<Record<Name, Section>>;

  const store = async (name: Name, section: Section) => {
    console.log(`\n${showSection(section)}`);
    const results = { ...(await readResults()), [name]: section };
    await mkdir(folder, { recursive: true });
    await writeFile(latest, `${JSON.stringify(results, null, 2)}\n`);
  };

  return {
    keep: (name, findings) => store(name, sectionOf(script, findings)),

    async measure(name, work) {
      const before = await busyProcessors();
      const findings = await work();
      await store(name, { ...sectionOf(script, findings), others: [before, await busyProcessors()] });
    },

    async fillDocument() {
      const results = await readResults();
      const filled: Name[] = [];
      let text = await readFile(target, 'utf8');
      for (const name of names) {
        const section = results[name];
        if (section === undefined) continue;
        const marks = new RegExp(`(<!-- ${script}:${name} -->)[^]*(<!-- /${script}:${name} -->)`);
        if (!marks.test(text)) throw new Error(`Expected docs/${document} to have the marks of ${name}.`);
        text = text.replace(
          marks,
          (_, start: string, end: string) => `${start}\n\n${showSection(section)}\n\n${end}`,
        );
        filled.push(name);
      }
      await writeFile(target, text);
      return filled;
    },
  };
}
