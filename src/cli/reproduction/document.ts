/** The reproduction as one Markdown document. */
import { TABLE_TASKS } from '#training/published-tables.ts';
import { fixedFunctionError, MEAN_HEIGHT } from './fixed-function.ts';
import type { Sample } from './judge.ts';
import { figureText, markdownTable } from './markdown.ts';
import type { Recipe } from './recipes.ts';
import { againCommand } from './training.ts';

const INTRODUCTION = `# Reproduction

Published figures and ours, side by side. Every figure is a mean squared error over held-out tasks which no training sees,
with its 95 % confidence interval (1.96·std/√N). Where tasks have diverged (left the scale of their task by an error four times
the largest square of a target), a mean proves nothing: then their number stands there, with the median and the mean of the rest.

\`npm run cli -- reproduce\` makes this document: it trains the weights that are missing, and judges all.`;

/** Tasks of the page's first offer, for speed. */
const SMALL_SAMPLE: Sample = { tasks: 600, seed: 1 };

/** How lucky a small sample can be, by a function that no weights have a part in. */
function luckText(): string {
  const { tasks, seed } = SMALL_SAMPLE;
  const large = { tasks: TABLE_TASKS, seed };
  const [few, many] = [SMALL_SAMPLE, large].map((sample) => figureText(fixedFunctionError(sample)));
  return `Small samples can be lucky, as the ${tasks} tasks of seed ${seed} are: before adapting no fixed function can be expected to do better than the mean of all tasks, ${figureText(MEAN_HEIGHT)} · sin(x − π/2). Its error is ${few} on those ${tasks} and ${many} on ${large.tasks.toLocaleString('en')}.`;
}

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
  return `${[INTRODUCTION, luckText(), measured, ...sections, weights].join('\n\n')}\n`;
}
