/** The two loops of a learner as a picture: which parts there are, and which of them is at work, by the learner's facts. */
import { isFirstOrderAt } from '#training/derivative-order.ts';
import { actsOn, hasInnerLoop, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import type { LearnerFacts } from '#training/learner.ts';
import { changedSettings } from '#training/setting-effects.ts';
import type { Settings } from '#training/settings.ts';
import type { MetaStepStage, SlowStep } from '#store/training/meta-step-slice.ts';
import type { TrainingRun } from '#store/training/state.ts';

export type LoopPart = 'theta' | 'tasks' | 'support' | 'inner' | 'query' | 'direction' | 'update';

/** What the learned vector holds; of a mean of many runs nothing is learned as one. */
type ThetaKind = LearnerFacts['learns'][number] | 'mean';
/** How a task is learned. */
export type InnerKind = Exclude<LearnerFacts['innerLoop'], null> | 'head';
/** By what θ is changed. */
export type DirectionKind = LearnerFacts['direction'] | 'solution' | 'pointSeen' | 'baseline';

export interface LoopPicture {
  /** In the order of a meta-step; those of the inner loop stand between the others. */
  readonly before: readonly LoopPart[];
  /** Without an inner loop there are none. */
  readonly inside: readonly LoopPart[];
  readonly after: readonly LoopPart[];
  readonly theta: ThetaKind;
  readonly inner: InnerKind | null;
  readonly judged: LearnerFacts['judgedAfter'] | 'once';
  readonly direction: DirectionKind;
}

/** `iteration` counts the meta-steps that the learner has taken: some learners begin with another direction. */
export function loopPicture(
  algorithm: TrainingAlgorithm,
  { firstOrderSteps }: Pick<Settings, 'firstOrderSteps'>,
  iteration: number,
): LoopPicture {
  const facts: LearnerFacts = LEARNERS[algorithm];
  const { innerLoop, counts, moves, learns, made, judgedAfter } = facts;
  const theta = made === 'byManyRuns' ? 'mean' : (learns.at(-1) ?? learns[0]);
  if (innerLoop === null) {
    return {
      before: ['theta', 'tasks', 'query'],
      inside: [],
      after: ['direction', 'update'],
      theta,
      inner: null,
      judged: null,
      direction: 'baseline',
    };
  }
  const isFirstOrder = actsOn(algorithm, 'firstOrderSteps') && isFirstOrderAt({ firstOrderSteps }, iteration);
  const ofSteps = isFirstOrder ? 'atAdapted' : facts.direction;
  return {
    before: ['theta', 'tasks'],
    inside: judgedAfter === null ? ['support', 'inner'] : ['support', 'inner', 'query'],
    after: ['direction', 'update'],
    theta,
    inner: innerLoop === 'plain' && moves === 'head' ? 'head' : innerLoop,
    judged: counts === 'gradientStep' ? judgedAfter : 'once',
    direction: counts === 'gradientStep' ? ofSteps : counts,
  };
}

const STAGE_PARTS: Readonly<Record<MetaStepStage, LoopPart>> = {
  sample: 'tasks',
  adapt: 'inner',
  query: 'query',
  gradient: 'direction',
  update: 'update',
};

/** Whose numbers stand in the picture. */
export interface LoopNumbers {
  readonly settings: Settings;
  /** Meta-steps taken by these settings. */
  readonly iteration: number;
  /** Of the run's last meta-step; `null` where the picture is not the run's, or nothing is adapted. */
  readonly latest: TrainingRun['latest'];
  /** Where a run of this learner has other settings than the page: whose the picture shows. */
  readonly differing: 'ofRun' | 'ofPage' | null;
}

/**
 * The run's while it trains or stands in slow motion, the page's otherwise. A run's losses never stand beside settings that have
 * not made them. `run` is the page's, whoever it trains.
 */
export function loopNumbers(
  settings: Settings,
  { run, slowStep }: { readonly run: TrainingRun | null; readonly slowStep: SlowStep | null },
): LoopNumbers {
  if (run?.settings.algorithm !== settings.algorithm)
    return { settings, iteration: 0, latest: null, differing: null };
  const differs = changedSettings(run.settings, settings).length > 0;
  const isAtWork = run.status === 'running' || slowStep?.kind === 'shown';
  if (differs && !isAtWork) return { settings, iteration: 0, latest: null, differing: 'ofPage' };
  return {
    settings: run.settings,
    iteration: run.iteration,
    // Without an inner loop there is no before and after.
    latest: hasInnerLoop(settings.algorithm) ? run.latest : null,
    differing: differs ? 'ofRun' : null,
  };
}

/** What is moving on the page. */
export interface AtWork {
  /** A run of this learner trains. */
  readonly outer: boolean;
  /** The transport plays the inner steps. */
  readonly inner: boolean;
  /** The part at which a meta-step in slow motion stands. */
  readonly part: LoopPart | null;
}

/** `run` is the page's, whoever it trains. */
export function atWork(
  algorithm: TrainingAlgorithm,
  {
    run,
    playing,
    slowStep,
  }: { readonly run: TrainingRun | null; readonly playing: boolean; readonly slowStep: SlowStep | null },
): AtWork {
  const isOfRun = run?.settings.algorithm === algorithm;
  return {
    outer: isOfRun && run.status === 'running',
    inner: playing,
    part: isOfRun && slowStep?.kind === 'shown' ? STAGE_PARTS[slowStep.stage] : null,
  };
}
