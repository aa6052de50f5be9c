/** The reproduction as one Markdown document. */
import { markdownTable } from './markdown.ts';
import type { Recipe } from './recipes.ts';
import { againCommand } from './training.ts';

const INTRODUCTION = `# Reproduction

Published figures and ours, side by side. Every figure is a mean squared error over held-out tasks which no training sees,
with its 95 % confidence interval (1.96·std/√N). Where some adaptations left the scale of their task, their share and the
median are told as well, since a few of them spoil any mean.

\`npm run cli -- reproduce\` makes this document: it trains the weights that are missing, and judges all.`;

/** `adapter` is what the figures were computed on; a part of the whole says so. */
export async function documentText(
  sections: readonly string[],
  recipes: readonly Recipe[],
  { adapter, isComplete }: { readonly adapter: string; readonly isComplete: boolean },
): Promise<string> {
  const date = new Date().toISOString().slice(0, 10);
  const measured = `Measured on ${date} on ${adapter}${isComplete ? '' : '; some sections only'}.`;
  const rows = await Promise.all(
    recipes.map(async (recipe) => [recipe.id, `\`${await againCommand(recipe)}\``]),
  );
  const weights = `## The weights\n\nEach file is trained again by its command.\n\n${markdownTable([['id', 'command'], ...rows])}`;
  return `${[INTRODUCTION, measured, ...sections, weights].join('\n\n')}\n`;
}
