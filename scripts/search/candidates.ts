/** What a search is given: a list with a line for each candidate, `name: flags of train`, or the recipes of what ships. */
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { type FlagTexts, readFlags } from '../../src/cli/flags.ts';
import { SHIPPED_RECIPES } from '../../src/cli/reproduction/recipes.ts';

export interface Candidate {
  readonly name: string;
  readonly settings: Settings;
}

function textsOf(flags: string): FlagTexts {
  const words = flags.split(/\s+/).filter((word) => word !== '');
  const texts: Record<string, string> = {};
  for (let index = 0; index < words.length; index += 2) {
    const [flag = '', value] = words.slice(index, index + 2);
    if (!flag.startsWith('--') || value === undefined) {
      throw new Error(`Expected --flag value, found “${flag} ${value ?? ''}” in “${flags}”.`);
    }
    texts[flag.slice(2)] = value;
  }
  return texts;
}

/** `#` begins a remark. @throws Error for a line that is none, PlaygroundError naming the flag that no setting can be. */
export function listedCandidates(list: string): Candidate[] {
  const lines = list
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [, name, flags = ''] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`Expected “name: flags”, found “${line}”.`);
    return { name: name.trim(), settings: readFlags(DEFAULT_SETTINGS, textsOf(flags)) };
  });
}

/** The recipes of what ships, or of those of it that are named. */
export function shippedCandidates(only: readonly string[] | undefined): Candidate[] {
  return Object.values(SHIPPED_RECIPES).flatMap(({ id, settings }) =>
    only === undefined || only.includes(id) ? [{ name: id, settings }] : [],
  );
}
