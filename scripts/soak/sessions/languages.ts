/** Names of all texts of the page: one that is shown itself has no text. */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../src/app/i18n/en/', import.meta.url);

function namesIn(texts: unknown, path: string): string[] {
  if (typeof texts !== 'object' || texts === null) return [path];
  return Object.entries(texts).flatMap(([name, inner]) =>
    namesIn(inner, path === '' ? name : `${path}.${name}`),
  );
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

export const missingTexts: ReadonlySet<string> = new Set(
  files.flatMap((name) => namesIn(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')), '')),
);
