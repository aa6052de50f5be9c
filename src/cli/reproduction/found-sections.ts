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
    `Each with as many training seeds, from 1, as the column of seeds that hold names, judged on as many points as in training by groups of 20,000 held-out tasks, of 25 query points each, that no choice has seen: MAML’s searched recipes by three groups of the seeds 101, 102 and 103, ANIL’s and the multi-step loss’s by three of the seeds 104, 105 and 106, every other by that of seed 101. “0.62 (0.60 – 0.65)” is the mean over the training seeds and the range of theirs, “±” the widest interval that one of them has over its tasks. A training seed holds if its training has not diverged and no task has, that is left the scale of its kind, at any of ten steps; the largest error is that of any task at any of them. \`npm run search -- shipped --seeds 1,2,3,4,5 --task-seeds 101 --out ${JUDGED}\` measures it; \`--only anil --task-seeds 104,105,106\` does so for one of them by other groups.`,
  recipes: [],
  table: async () => spreadTable(await judgementsIn(JUDGED), WEIGHTS_NAMES),
};

/** Read off the table below it. */
const LESSONS = `What helped MAML: a β that falls along a cosine from 0.006 or 0.008; 25 query points instead of 10; n = 2; 50 tasks a meta-step, which bring the tenth step down most. What did not: a still larger β; twice the iterations by themselves; He’s first weights, and those of the authors’ code, from which a task explodes by the tenth step; n = 3 with 25 query points. An α of training above that of use only moves along the frontier, better after one step and worse after ten. Training seeds differ by as much as most settings do. Averaging weights over the run was not tried: β ends at zero.

ANIL holds with 50 tasks a meta-step, clipping, n = 2 and an α of training above that of use; with 0.013 the largest error of five training seeds is 16, with 0.012 it is 50, and the means hardly differ. More inner steps or a smaller β adapt less. The multi-step loss gains from MAML’s settings with n = 3; with n = 2 it is better still after one step, but one of 20,000 tasks diverges. FOMAML is better with β = 0.008, 25 tasks and no clipping than as it ships (by one training seed), with MAML’s own settings, so that the two differ by the second order alone. For Meta-SGD nothing was found: with n = 2 and 100 tasks a meta-step it holds for two steps and explodes by the tenth, with more inner steps its training diverges or learns little. iMAML’s training diverges sooner or later whatever λ, n, clipping and α of training, and by the recipe that ships before its end with four of five training seeds, at iteration 1,310, 837, 1,368 and 849 with the seeds 2 to 5. With 100 tasks a meta-step and a β that falls from 0.0006 all five last for 2,000 iterations, and of 300,000 tasks of the seeds 104 to 106 two diverge; it does not ship, since ten steps on 20 points bring 0.95 by its best seed, 0.62 by what ships.`;

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
