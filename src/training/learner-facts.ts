/** Learners by name, and what is read of their facts in many places. */
import { type LearnerFacts, USUAL } from './learner.ts';
import { LEARNERS } from './learners.ts';

/** What a user can train. */
export type TrainingAlgorithm = keyof typeof LEARNERS;

type Facts = typeof LEARNERS;
/** What an engine trains: each is one file of `meta/learners` and one course of `fused/schedules`. */
export type MetaAlgorithm = {
  [Name in TrainingAlgorithm]: Facts[Name]['trains'] extends Name ? Name : never;
}[TrainingAlgorithm];

export const TRAINING_ALGORITHMS = Object.keys(LEARNERS) as readonly TrainingAlgorithm[];

/** Those that train whatever network the settings name. */
type AnyNetwork = {
  [Name in MetaAlgorithm]: Facts[Name]['network'] extends 'ofSettings' ? Name : never;
}[MetaAlgorithm];

/** Those of them whose head is solved for up to a scale, which only classes have a use for. */
export type ClassAlgorithm = {
  [Name in AnyNetwork]: Facts[Name]['head'] extends 'scaledRidge' | 'svm' ? Name : never;
}[AnyNetwork];

/** Those that train whatever network the settings name, by whatever loss. */
export type GeneralAlgorithm = Exclude<AnyNetwork, ClassAlgorithm>;

function isMetaAlgorithm(name: TrainingAlgorithm): name is MetaAlgorithm {
  return LEARNERS[name].trains === name;
}

export const META_ALGORITHMS: readonly MetaAlgorithm[] = TRAINING_ALGORITHMS.filter(isMetaAlgorithm);

export const GENERAL_ALGORITHMS: readonly GeneralAlgorithm[] = META_ALGORITHMS.filter(
  (name): name is GeneralAlgorithm => LEARNERS[name].network === 'ofSettings' && !isOfClassesOnly(name),
);

export const CLASS_ALGORITHMS: readonly ClassAlgorithm[] = META_ALGORITHMS.filter(
  (name): name is ClassAlgorithm => isOfClassesOnly(name),
);

/** What has made weights: a learner, nobody yet, or somebody elsewhere. */
export type WeightsOrigin = TrainingAlgorithm | 'random' | 'elsewhere';

/** What is known of weights by what has made them; those that no learner of ours has made adapt as usual. */
export function factsOf(origin: WeightsOrigin): Omit<LearnerFacts, 'trains' | 'reference'> {
  return origin === 'random' || origin === 'elsewhere' ? USUAL : LEARNERS[origin];
}

/** Whether a learner adapts while it trains. */
export function hasInnerLoop(algorithm: TrainingAlgorithm): boolean {
  return LEARNERS[algorithm].innerLoop !== null;
}

/** Whether a learner adapts by gradient steps while it trains, on which α and n act. */
export function takesGradientSteps(algorithm: TrainingAlgorithm): boolean {
  return hasInnerLoop(algorithm) && LEARNERS[algorithm].counts === 'gradientStep';
}

/** Whether such weights adapt by remembering the points that they see. */
export function remembers(origin: WeightsOrigin): boolean {
  return factsOf(origin).counts === 'pointSeen';
}

/** What acts on some learners only, and besides on every run with an annealed β. */
const NAMED: ReadonlySet<string> = new Set([
  'iterations',
  ...Object.values(LEARNERS).flatMap(({ acts }: LearnerFacts) => acts),
]);

/** Whether a number acts on a learner, whatever the other settings are. */
export function actsOn(algorithm: TrainingAlgorithm, id: string): boolean {
  const { acts }: LearnerFacts = LEARNERS[algorithm];
  return !NAMED.has(id) || acts.some((acting) => acting === id);
}

/** Whether a learned inner learning rate belongs to each parameter of such weights. */
export function learnsRates(origin: WeightsOrigin): boolean {
  return learnsOf(origin).includes('rates');
}

function learnsOf(origin: WeightsOrigin): readonly string[] {
  return factsOf(origin).learns;
}

/** Whether context parameters belong to such weights, which alone move when they adapt. */
export function learnsContext(origin: WeightsOrigin): boolean {
  return learnsOf(origin).includes('contextWeights');
}

/** Whether such weights have a penalty λ of their own, by which their head is solved for. */
export function learnsPenalty(origin: WeightsOrigin): boolean {
  return learnsOf(origin).includes('logLambda');
}

/** Whether such weights have a scale of their own, in whose units the logits of their head are solved for. */
export function learnsScale(origin: WeightsOrigin): boolean {
  return learnsOf(origin).includes('logScale');
}

/** Whether a learner answers with logits only, and has no use for targets that are numbers. */
export function isOfClassesOnly(algorithm: TrainingAlgorithm): boolean {
  return learnsScale(algorithm);
}

/** Whether a learned inner learning rate belongs to each layer of such weights in each inner step. */
export function learnsStepRates(origin: WeightsOrigin): boolean {
  return learnsOf(origin).includes('stepRates');
}
