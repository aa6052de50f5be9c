/** Claims of the world of characters: a classifier with a new head beside MAML, on the weights that ship. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { judgedWeights } from '../../src/cli/evaluation.ts';
import { readWeights } from '../../src/cli/files.ts';
import { CHARACTER_RECIPES } from '../../src/cli/reproduction/character-recipes.ts';
import { STREAMS } from '#core/rng.ts';
import { expectPictures, familyOf, loadFamily, pointCountsOf } from '#families/family-of.ts';
import type { TaskDistribution } from '#families/task.ts';
import type { ShippedId } from '#formats/manifest.ts';
import { decodePicture } from '#formats/picture-bytes.ts';
import { readPictureZip } from '#formats/picture-zip.ts';
import { adaptationOf } from '#training/learned.ts';
import { JUDGING_SEED } from '#training/published.ts';
import type { Settings } from '#training/settings.ts';
import { tasksOf } from '#training/tasks.ts';
import type { Claim } from './claim.ts';
import { mean, number, OVER, TASKS } from './figures.ts';
import type { Lab } from './lab.ts';

const STEPS = 5;

/** To a tenth: what is compared differs by little. */
function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** How a contestant answers the queries of the held-out tasks. */
interface Answers {
  /** The share of right ones after each step. */
  readonly right: readonly number[];
  /** After one step: the mean query loss, how probable the named class is said to be, and the same where it is the wrong one. */
  readonly loss: number;
  readonly sure: number;
  readonly sureWhenWrong: number;
}

/** Characters that tasks are of. */
type Hands = 'invented' | 'Omniglot';

const known = new Map<string, Promise<Answers>>();

/** Of Omniglot's evaluation alphabets, which nobody here has learned from. @throws Error where OMNIGLOT_DIR names no folder. */
function omniglotTasks(settings: Settings): TaskDistribution {
  const folder = process.env['OMNIGLOT_DIR'];
  if (folder === undefined) throw new Error('Expected OMNIGLOT_DIR to name the folder of Omniglot’s zips.');
  const set = readPictureZip(readFileSync(join(folder, 'images_evaluation.zip')), decodePicture);
  return expectPictures(settings).pictures.drawnTasks(settings, { set }, STREAMS.heldOut);
}

async function measured(lab: Lab, id: ShippedId, hands: Hands): Promise<Answers> {
  const recipe = CHARACTER_RECIPES.find(({ contestant }) => contestant === id);
  if (recipe === undefined) throw new Error(`Expected weights of ${id} for characters, found none.`);
  await loadFamily(recipe.settings);
  const { origin, learned, settings } = judgedWeights(await readWeights(recipe.file));
  const { architecture, parameters } = learned.network;
  const judged = { ...settings, seed: JUDGING_SEED };
  const tasks = hands === 'invented' ? tasksOf(judged, STREAMS.heldOut) : omniglotTasks(judged);
  const { ways } = settings;
  const right = Array.from({ length: STEPS + 1 }, (): number[] => []);
  const [losses, sure, sureWhenWrong]: [number[], number[], number[]] = [[], [], []];
  for (let index = 0; index < TASKS; index++) {
    const task = tasks.sample(index, pointCountsOf(settings));
    const { x, y, count } = task.query;
    const [found] = await lab.engine.adapt({
      architecture,
      parameters: [parameters],
      rates: [adaptationOf(origin, learned, settings.alpha, null)],
      tasks: [task],
      loss: familyOf(settings).loss,
      innerSteps: STEPS,
      gridX: x,
    });
    right.forEach((shares, step) => shares.push(found?.series.accuracy?.[step] ?? Number.NaN));
    losses.push(found?.series.queryLoss[1] ?? Number.NaN);
    const outputs = found?.predictions[1] ?? new Float32Array();
    for (let query = 0; query < count; query++) {
      const own = [...outputs.subarray(query * ways, (query + 1) * ways)];
      const most = Math.max(...own);
      const share = 1 / own.reduce((sum, output) => sum + Math.exp(output - most), 0);
      sure.push(share);
      if (y[query * ways + own.indexOf(most)] !== 1) sureWhenWrong.push(share);
    }
  }
  return { right: right.map(mean), loss: mean(losses), sure: mean(sure), sureWhenWrong: mean(sureWhenWrong) };
}

function answers(lab: Lab, id: ShippedId, hands: Hands = 'invented'): Promise<Answers> {
  const key = `${id} ${hands}`;
  const found = known.get(key) ?? measured(lab, id, hands);
  known.set(key, found);
  return found;
}

export const CHARACTERS: readonly Claim[] = [
  {
    texts: [
      'tours:classifier.many.title',
      'tours:classifier.many.text',
      'tours:classifier.why.text',
      'tours:pretraining.transfer.text',
    ],
    says: 'From one example of each of five letters a fine-tuned classifier comes close to MAML, and its answers hardly change over five steps.',
    async measure(lab) {
      const [p, m] = [await answers(lab, 'pretrained'), await answers(lab, 'maml')];
      const [before = NaN, one = NaN] = p.right;
      const [, mamlOne = NaN] = m.right;
      const last = p.right.at(-1) ?? NaN;
      return {
        figure: `Queries named rightly, mean over ${OVER}: classifier ${percent(before)} before, ${percent(one)} after one step, ${percent(last)} after five; MAML ${percent(mamlOne)} after one.`,
        holds: mamlOne - one < 0.03 && Math.abs(last - one) < 0.01 && one > 0.85,
      };
    },
  },
  {
    texts: ['tours:classifier.sure.title', 'tours:classifier.sure.text'],
    says: 'From one example the classifier is too sure of itself, above all where it is wrong, so that its query loss after one step is larger than MAML’s.',
    async measure(lab) {
      const [p, m] = [await answers(lab, 'pretrained'), await answers(lab, 'maml')];
      const rightOf = ({ right }: Answers) => right[1] ?? NaN;
      const told = (one: Answers) =>
        `query loss ${number(one.loss)}, right ${percent(rightOf(one))}, sure by ${percent(one.sure)}, where wrong by ${percent(one.sureWhenWrong)}`;
      return {
        figure: `After one step, mean over ${OVER}: classifier ${told(p)}; MAML ${told(m)}.`,
        holds:
          p.loss > 1.15 * m.loss &&
          p.sure > rightOf(p) + 0.01 &&
          m.sure < rightOf(m) + 0.01 &&
          p.sureWhenWrong > m.sureWhenWrong + 0.05,
      };
    },
  },
  {
    texts: ['tours:hand.taught.text'],
    says: 'What has learned from characters that people have drawn names more of such, and fewer of invented ones, than what has learned from these.',
    async measure(lab) {
      const after = async (id: ShippedId, hands: Hands) => (await answers(lab, id, hands)).right[1] ?? NaN;
      const people = [await after('mamlOmniglot', 'Omniglot'), await after('maml', 'Omniglot')] as const;
      const invented = [await after('mamlOmniglot', 'invented'), await after('maml', 'invented')] as const;
      const whole = (share: number) => Math.round(100 * share);
      return {
        figure: `Queries named rightly after one step, mean over ${OVER}, MAML Omniglot and MAML: of Omniglot’s evaluation alphabets ${people.map(percent).join(' and ')}, of invented ones ${invented.map(percent).join(' and ')} (with OMNIGLOT_DIR).`,
        holds: [...people, ...invented].map(whole).join() === '93,82,90,93',
      };
    },
  },
];
