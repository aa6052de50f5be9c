/** Who competes on the shown task, and where their weights come from. */
import type { Questioned } from '#engine/protocol.ts';
import type { Counts } from '#training/learner.ts';
import { factsOf } from '#training/learner-facts.ts';
import {
  type InnerOptimiserSettings,
  type StatefulOptimiser,
  statefulOptimiser,
} from '#training/inner-optimiser.ts';
import { type Adaptation, adaptationOf, followsOptimiser, isOptimised, ownAlpha } from '#training/learned.ts';
import { taskDivergenceThreshold } from '#training/metrics.ts';
import { answersFor, isPriorName, PRIOR_NAMES, type PriorName, PRIORS } from '#training/priors.ts';
import type { Settings } from '#training/settings.ts';
import { curveOf, type ShownTask } from '#families/shown-task.ts';
import { expectCurves, type FamilySettings, mayJudge, type OfFamily, shapeOf } from '#families/family-of.ts';
import { inputSize, outputSize } from '#models/architecture.ts';
import type { PointSet, Sight, TaskData } from '#families/task.ts';
import { SHIPPED_IDS } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';

/** In the order of every table and legend. Priors have no weights, `live` is the run in this page, `imported` a file of the user's. */
export const CONTESTANT_IDS = ['random', ...SHIPPED_IDS, ...PRIOR_NAMES, 'live', 'imported'] as const;
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

/** Who takes part without weights. */
export interface Prior {
  readonly id: PriorName;
}

export type Entrant = Contestant | Prior;

export function isPrior(entrant: Entrant): entrant is Prior {
  return isPriorName(entrant.id);
}

/** The same object always, so that what is known of it stays known. */
const ALL_PRIORS: Readonly<Record<PriorName, Prior>> = {
  gaussianProcess: { id: 'gaussianProcess' },
  posterior: { id: 'posterior' },
  nearestNeighbour: { id: 'nearestNeighbour' },
  prototypes: { id: 'prototypes' },
};

export type Contestants = Partial<Readonly<Record<ContestantId, Contestant>>>;

/** Who is here under a name: weights, or a prior that answers for the family's tasks. */
export function entrantOf(id: ContestantId, contestants: Contestants, of: OfFamily): Entrant | null {
  if (isPriorName(id)) return answersFor(id, of) ? ALL_PRIORS[id] : null;
  return contestants[id] ?? null;
}

/** Those present and not hidden, in order, with and without weights. */
export function shownEntrants(
  contestants: Contestants,
  hidden: readonly ContestantId[],
  of: OfFamily,
): Entrant[] {
  return CONTESTANT_IDS.filter((id) => !hidden.includes(id)).flatMap(
    (id) => entrantOf(id, contestants, of) ?? [],
  );
}

/** Those whose weights are present and that are not hidden, in order. */
export function shownContestants(contestants: Contestants, hidden: readonly ContestantId[]): Contestant[] {
  return CONTESTANT_IDS.flatMap((id) => {
    const contestant = contestants[id];
    return contestant === undefined || hidden.includes(id) ? [] : [contestant];
  });
}

/** Whether the weights were made on tasks of the family, or are random ones for it, or the prior answers for it: others have no say. */
export function isOfFamily(entrant: Entrant, of: OfFamily): boolean {
  return isPrior(entrant) ? answersFor(entrant.id, of) : entrant.details.settings.family === of.family;
}

/** What the contestant sees of a task. */
export function sightOf(entrant: Entrant): Sight {
  return isPrior(entrant) ? 'points' : factsOf(entrant.details.origin).sees;
}

/** Whether a network of these weights has the inputs and outputs of a family's tasks. */
export function fitsFamily({ network, details }: WeightsFile, numbers: OfFamily & FamilySettings): boolean {
  const { architecture } = network;
  const { inputs, outputs } = shapeOf(numbers, factsOf(details.origin).sees);
  return inputSize(architecture) === inputs && outputSize(architecture) === outputs;
}

/** Whether the weights may be judged on a family's tasks: they have not been trained, or on none of these. */
export function isUnseenBy({ details }: WeightsFile, numbers: OfFamily & FamilySettings): boolean {
  return details.iteration === 0 || mayJudge(details.settings, numbers);
}

/** Whether the entrant has a say on a family's tasks, as these numbers have them. */
export function takesPart(entrant: Entrant, numbers: OfFamily & FamilySettings): boolean {
  if (!isOfFamily(entrant, numbers)) return false;
  return isPrior(entrant) || (fitsFamily(entrant, numbers) && isUnseenBy(entrant, numbers));
}

/**
 * Whether the contestant can be asked about the task: a curve drawn by hand has no numbers to be seen, and of another family's
 * an oracle sees other ones; what may have seen it as a task of training is not asked either.
 */
export function canBeAsked(entrant: Entrant, task: ShownTask): boolean {
  const isSeen = sightOf(entrant) === 'points' || curveOf(task) !== null;
  return isSeen && !task.isBlank && takesPart(entrant, task.numbers);
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

/** Whether the contestant competes with others: who sees the task, or knows the whole family, is a floor for them. */
export function mayLead(entrant: Entrant): boolean {
  return isPrior(entrant) ? PRIORS[entrant.id].knows !== 'family' : sightOf(entrant) === 'points';
}

/** Who has been judged, with the weights of that moment; a prior has none. */
export interface Evaluated {
  readonly id: ContestantId;
  readonly iteration: number | null;
  readonly parameters: Float32Array | null;
}

export function evaluatedOf(entrant: Entrant): Evaluated {
  if (isPrior(entrant)) return { id: entrant.id, iteration: null, parameters: null };
  return { id: entrant.id, iteration: entrant.details.iteration, parameters: entrant.network.parameters };
}

/** The loss beyond which an adaptation has diverged; what answers without steps may be wrong by any amount. */
export function divergenceThresholdFor({ id }: Pick<Evaluated, 'id'>, settings: Settings): number {
  return isPriorName(id) ? Infinity : taskDivergenceThreshold(settings);
}

/** Whom a question about the settings' tasks is asked. */
export function askedOf(entrant: Entrant, settings: Settings): Questioned {
  if (isPrior(entrant)) return { prior: entrant.id, settings };
  return {
    network: entrant.network,
    rates: ratesOf(entrant, settings),
    sees: sightOf(entrant),
    settings,
  };
}

/** Whether all that moves as the contestant adapts is its context. */
export function movesContext(entrant: Entrant): boolean {
  return !isPrior(entrant) && factsOf(entrant.details.origin).moves === 'context';
}

/** The α by which the contestant takes steps: the user's, but for a context, to which that of its training belongs. */
export function alphaOf(contestant: Contestant, alpha: number): number {
  const { origin, settings } = contestant.details;
  return ownAlpha(origin, { ...settings, alpha });
}

/** What the user says of how weights adapt. */
export type StepSettings = InnerOptimiserSettings & Pick<Settings, 'alpha'>;

/** How the contestant adapts by the user's inner learning rate α and optimiser, where these have a say. */
export function ratesOf(contestant: Contestant, settings: StepSettings): Adaptation {
  const alpha = alphaOf(contestant, settings.alpha);
  return adaptationOf(contestant.details.origin, contestant, alpha, statefulOptimiser(settings));
}

/** What of the settings a view of adaptations is drawn anew for. */
export function stepChoices({ alpha, innerSteps, innerOptimiser, innerMomentum }: Settings): unknown[] {
  return [alpha, innerSteps, innerOptimiser, innerMomentum];
}

/** The user's optimiser, where it has a say in how the contestant adapts and is not plain descent. */
export function optimiserOf(contestant: Contestant, settings: StepSettings): StatefulOptimiser | null {
  const rule = ratesOf(contestant, settings);
  return isOptimised(rule) ? rule.optimiser : null;
}

/** Whether the user's α has any say in how the contestant adapts. */
export function followsAlpha(contestant: Entrant): boolean {
  if (isPrior(contestant)) return false;
  const { moves, counts } = factsOf(contestant.details.origin);
  const takesSteps = counts === 'gradientStep' && moves !== 'none';
  return takesSteps && !hasOwnRates(contestant) && !movesContext(contestant);
}

/** Whether the contestant has learned its inner learning rates: of each weight, or of each layer in each step. */
export function hasOwnRates({ rates, stepRates }: Contestant): boolean {
  return rates !== null || stepRates !== undefined;
}

/** Whether a number that acts on adaptations acts on that of the contestant. */
export function followsNumber(contestant: Entrant, id: string): boolean {
  switch (id) {
    case 'alpha':
      return followsAlpha(contestant);
    case 'innerOptimiser':
    case 'innerMomentum':
      return !isPrior(contestant) && !hasOwnRates(contestant) && followsOptimiser(contestant.details.origin);
    case 'innerSteps':
      return (
        !isPrior(contestant) &&
        countsOf(contestant) === 'gradientStep' &&
        factsOf(contestant.details.origin).moves !== 'none'
      );
    default:
      return true;
  }
}

/** What the contestant's adapting goes by: what a step is to it. A prior is there after one. */
export function countsOf(entrant: Entrant): Counts {
  return isPrior(entrant) ? 'solution' : factsOf(entrant.details.origin).counts;
}
