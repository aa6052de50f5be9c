/** The sections that tell what `npm run search` has found; their figures stand in the repository, since they take hours. */
import { readFile } from 'node:fs/promises';
import { frontierPicture, triedTable } from './frontier.ts';
import { type Judgement, readJudgements } from './judgements.ts';
import type { Section } from './section.ts';
import { spreadTable } from './spread.ts';
import { WEIGHTS_NAMES } from './names.ts';

const JUDGED = 'docs/reproduction/judged.jsonl';
const TRIED = 'docs/reproduction/search.jsonl';
/** Beside the document. */
const PICTURE = 'docs/reproduction/frontier.svg';

async function judgementsIn(path: string): Promise<Judgement[]> {
  return readJudgements(await readFile(path, 'utf8'));
}

export const SPREAD: Section = {
  id: 'training-seeds',
  title: 'What ships, trained with several seeds',
  text: () =>
    `MAML’s searched recipes with the training seeds 1 to 5, others with as many as the column of seeds that hold names, judged on as many points as in training by groups of 20,000 held-out tasks, of 25 query points each, that no choice has seen; the searched recipes by three such groups, every other by one. “0.62 (0.60 – 0.65)” is the mean over the training seeds and the range of theirs, “±” the widest interval that one of them has over its tasks. A training seed holds if no task has diverged, that is left the scale of its kind, at any of ten steps; the largest error is that of any task at any of them. \`npm run search -- shipped --seeds 1,2,3,4,5 --task-seeds 101 --out ${JUDGED}\` measures it; the other two groups have the seeds 102 and 103.`,
  recipes: [],
  table: async () => spreadTable(await judgementsIn(JUDGED), WEIGHTS_NAMES),
};

/** Read off the table below it. */
const LESSONS = `What helped MAML: a β that falls along a cosine from 0.006 or 0.008; 25 query points instead of 10; n = 2; 50 tasks a meta-step, which bring the tenth step down most. What did not: a still larger β; twice the iterations by themselves; He’s first weights, and those of the authors’ code, from which a task explodes by the tenth step; n = 3 with 25 query points. An α of training above that of use only moves along the frontier, better after one step and worse after ten. Training seeds differ by as much as most settings do. Averaging weights over the run was not tried: β ends at zero. ANIL and Meta-SGD stay unsafe beyond the steps that they are trained for, whatever n they had.`;

export const SEARCH: Section = {
  id: 'search',
  title: 'What was tried',
  text: () =>
    `The candidates of the search, each with the training seed that its flags name, else 1, judged on 20,000 validation tasks of seed 9001, which none of the other figures are made of. The picture has those on 5 points by their numbers: to the left is better after one step, below after ten.\n\n${LESSONS}\n\n![Error after one step against error after ten, a dot for each candidate](reproduction/frontier.svg)`,
  recipes: [],
  table: async () => triedTable(await judgementsIn(TRIED)),
};

/** The picture of the search, and where it goes. */
export async function searchPicture(): Promise<{ readonly path: string; readonly text: string }> {
  return { path: PICTURE, text: frontierPicture(await judgementsIn(TRIED)) };
}
