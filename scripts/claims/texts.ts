/** The page's texts by `file:path`, in both languages, and a digest of what was judged. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const LANGUAGES = ['en', 'zh'] as const;

/** @throws Error where there is no such text: whatever was claimed there has gone, or has another name. */
export function textOf(id: string, language: (typeof LANGUAGES)[number]): string {
  const [file = '', path = ''] = id.split(':');
  let found: unknown = JSON.parse(readFileSync(`src/app/i18n/${language}/${file}.json`, 'utf8'));
  for (const key of path.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  if (typeof found !== 'string') throw new Error(`Expected a text ${id} in ${language}, found none.`);
  return found;
}

/** Changes with every sentence, so that a changed one is judged again. */
export function digestOf(ids: readonly string[]): string {
  const all = ids.flatMap((id) => LANGUAGES.map((language) => `${id} ${language} ${textOf(id, language)}`));
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 12);
}
