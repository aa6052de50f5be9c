/** Who competes on the shown task, and where their weights come from. */
import type { Counts } from '#training/learner.ts';
import { factsOf } from '#training/learner-facts.ts';
import { type Adaptation, adaptationOf } from '#training/learned.ts';
import { curveOf, type ShownTask } from '#families/shown-task.ts';
import { expectCurves, type FamilyNumbers, type OfFamily, shapeOf } from '#families/family-of.ts';
import { inputSize, outputSize } from '#models/architecture.ts';
import type { PointSet, Sight, TaskData } from '#families/task.ts';
import { SHIPPED_IDS } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';

/** In the order of every table and legend. `live` is the run in this page, `imported` a file of the user's. */
export const CONTESTANT_IDS = ['random', ...SHIPPED_IDS, 'live', 'imported'] as const;
export type ContestantId = (typeof CONTESTANT_IDS)[number];

/** Whom the page is about: its opening, its headline and its labels speak of it, and measure it against the rival. */
export const PROTAGONIST: ContestantId = 'maml';
export const RIVAL: ContestantId = 'pretrained';

/** What the page opens with; all others wait to be asked for. */
const FIRST_SHOWN: ReadonlySet<ContestantId> = new Set(['random', 'pretrained', 'maml', 'live', 'imported']);
export const FIRST_HIDDEN: readonly ContestantId[] = CONTESTANT_IDS.filter((id) => !FIRST_SHOWN.has(id));

export interface Contestant extends WeightsFile {
  readonly id: ContestantId;
}

export type Contestants = Partial<Readonly<Record<ContestantId, Contestant>>>;

/** Those present and not hidden, in order. */
export function shownContestants(contestants: Contestants, hidden: readonly ContestantId[]): Contestant[] {
  return CONTESTANT_IDS.flatMap((id) => {
    const contestant = contestants[id];
    return contestant === undefined || hidden.includes(id) ? [] : [contestant];
  });
}

/** Whether the weights were made on tasks of the family, or are random ones for it: others have no say about its tasks. */
export function isOfFamily({ details }: Contestant, of: OfFamily): boolean {
  return details.settings.family === of.family;
}

/** What the contestant's network sees of a task. */
export function sightOf({ details }: Contestant): Sight {
  return factsOf(details.origin).sees;
}

/** Whether a network of these weights has the inputs and outputs of a family's tasks. */
export function fitsFamily({ network, details }: WeightsFile, numbers: OfFamily & FamilyNumbers): boolean {
  const { architecture } = network;
  const { inputs, outputs } = shapeOf(numbers, factsOf(details.origin).sees);
  return inputSize(architecture) === inputs && outputSize(architecture) === outputs;
}

/**
 * Whether the contestant can be asked about the task: a curve drawn by hand has no numbers to be seen, and of another family's
 * an oracle sees other ones.
 */
export function canBeAsked(contestant: Contestant, task: ShownTask): boolean {
  const isSeen = sightOf(contestant) === 'points' || curveOf(task) !== null;
  const isThere = task.view === 'curve' || !task.isBlank;
  return isSeen && isThere && fitsFamily(contestant, task.numbers);
}

/** Places x of the task as the contestant's network sees them. */
export function inputsSeen(contestant: Contestant, task: ShownTask, x: Float32Array): Float32Array {
  const curve = curveOf(task);
  return curve === null ? x : expectCurves(task).curves.inputsSeen(x, curve, sightOf(contestant));
}

/** The task as the contestant sees it. */
export function seenTask(contestant: Contestant, task: ShownTask): TaskData {
  const seen = (points: PointSet) => ({ ...points, x: inputsSeen(contestant, task, points.x) });
  return { support: seen(task.support), query: seen(task.query) };
}

/** How the contestant adapts when the user's inner learning rate is α. */
export function ratesOf(contestant: Contestant, alpha: number): Adaptation {
  return adaptationOf(contestant.details.origin, contestant, alpha);
}

/** Whether the user's α has any say in how the contestant adapts. */
export function followsAlpha(contestant: Contestant): boolean {
  const { moves, counts } = factsOf(contestant.details.origin);
  return contestant.rates === null && moves !== 'none' && counts === 'gradientStep';
}

/** Whether a number that acts on adaptations acts on that of the contestant. */
export function followsNumber(contestant: Contestant, id: string): boolean {
  switch (id) {
    case 'alpha':
      return followsAlpha(contestant);
    case 'innerSteps':
      return countsOf(contestant) === 'gradientStep' && factsOf(contestant.details.origin).moves !== 'none';
    default:
      return true;
  }
}

/** What the contestant's adapting goes by: what a step is to it. */
export function countsOf({ details }: WeightsFile): Counts {
  return factsOf(details.origin).counts;
}
