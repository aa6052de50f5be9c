/**
 * What the task kernel does for one task, as data: passes over points, then steps back through them by
 * Hessian-vector products. Algorithms differ in their schedule only.
 */
import type { LossName } from '#families/losses/loss-of.ts';
import type { HeadRule } from '#training/learner.ts';
import type { Architecture } from '#models/architecture.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { Place } from './place.ts';

/** Points as [count, inputs] at `x` and [count, outputs] at `y`. */
export interface PlacedPoints {
  readonly x: Place;
  readonly y: Place;
  readonly count: number;
}

/** Weights W, [units, count], by which context parameters enter the first layer; their descent moves its bias b alone. */
export interface ContextWeights {
  readonly weights: Place;
  readonly count: number;
}

/** Inner steps that are more than descent by rates which stay the same: not every machine has kernels for them. */
export type StepKind = 'stepRates' | StatefulOptimiser['kind'];

/** Where a vector that an optimiser keeps stands before a step and after it; it may be one place, and is zero before the first. */
export interface Kept {
  readonly before: Place;
  readonly after: Place;
}

/** An optimiser's step number `step`, from 0, as `training/inner-optimiser.ts` has it: what it makes of g goes to `direction`. */
export interface Optimised {
  readonly by: StatefulOptimiser;
  readonly step: number;
  /** Momentum's and Adam's m. */
  readonly mean: Kept;
  /** Adam's v. */
  readonly spread: Kept | null;
  readonly direction: Place;
}

/** A forward pass over some points, and if `descent` is given a gradient and its use: to = keep·base − rate·gradient. */
export interface Pass {
  readonly parameters: Place;
  readonly points: PlacedPoints;
  readonly record: Place;
  /** Outputs, [count, outputs]. */
  readonly predicted: Place;
  /**
   * The loss of `judged` points behind the first `skipped`, or of the first where none is skipped. Where points are normalised
   * together it is by the statistics of those skipped, or without any of those judged.
   */
  readonly loss: { readonly skipped: number; readonly judged: number; readonly to: Place };
  readonly descent: {
    readonly base: Place;
    readonly to: Place;
    readonly keep: number;
    readonly rate: number;
  } | null;
  /**
   * Distance |parameters − origin|₂ and norm of the gradient g at `descent.to`, and a step down it, if wanted:
   * next = parameters − rate·rates∘(g + pull·(parameters − origin)), without `rates` the same rate for all; with a
   * `context` b alone moves, by −rate·W Wᵀ g; `layerRates` are a rate for each layer. An `optimiser` makes of g what stands
   * in its place.
   */
  readonly detail: {
    readonly origin: Place;
    readonly distanceTo: Place;
    readonly normTo: Place;
    readonly next: Place;
    readonly rate: number;
    readonly rates: Place | null;
    readonly context: ContextWeights | null;
    readonly layerRates: Place | null;
    readonly optimiser: Optimised | null;
    readonly pull: number;
  } | null;
}

/**
 * The way back through an optimiser's step. u is `rate`·direction, or along as a `scale` has made it; a and b are what later
 * steps ask of m and v, zero at the first step back, and all products and roots are by element.
 * - Momentum: a ← a + u, along = a, then a ← μ a.
 * - Adam: with r = √(v/c₂ + ε), c₁ and c₂ being its corrections, a ← a + u/(c₁ r), b ← b − u m/(2 c₁ c₂ r³),
 *   along = (1 − β₁) a + 2 (1 − β₂) g b, then a ← β₁ a and b ← β₂ b.
 */
export interface OptimisedBack {
  readonly by: StatefulOptimiser;
  readonly step: number;
  readonly rate: number;
  readonly gradient: Place;
  /** m and v after the step. */
  readonly mean: Place;
  readonly spread: Place | null;
  /** a and b. */
  readonly askedOfMean: Place;
  readonly askedOfSpread: Place | null;
  readonly isFirst: boolean;
}

/** Rates ρ of the layers, and the gradient with respect to them. */
export interface LayerScale {
  readonly rates: Place;
  readonly gradient: Place;
  readonly to: Place;
  /** What is zero before anything is added: numbers of all steps, at the first step back. */
  readonly cleared: { readonly from: Place; readonly count: number } | null;
}

/**
 * direction −= rate · H(parameters) · along, over the points and the record of a pass with a descent. At most one of `scale`,
 * `context` and `layers` is there, and a `solve` or an `optimiser` with neither of the last two.
 */
export interface StepBack {
  readonly parameters: Place;
  readonly points: PlacedPoints;
  readonly record: Place;
  readonly change: Place;
  readonly along: Place;
  readonly direction: Place;
  readonly rate: number;
  /** Beforehand along = rates ∘ direction and alphaTo −= gradient ∘ direction, from zero at the first. */
  readonly scale: {
    readonly rates: Place;
    readonly gradient: Place;
    readonly alphaTo: Place;
    readonly isFirst: boolean;
  } | null;
  /**
   * Beforehand along = W Wᵀ v at b, v being `direction` there, and zero elsewhere; and to −= rate·(v gᵀ + g vᵀ) W, g being
   * `gradient` at b, from zero at the first.
   */
  readonly context:
    | (ContextWeights & { readonly gradient: Place; readonly to: Place; readonly isFirst: boolean })
    | null;
  /** Beforehand along = ρ v in each layer, v being `direction` there, and to −= Σ `gradient` ∘ v over the layer. */
  readonly layers: LayerScale | null;
  readonly optimiser: OptimisedBack | null;
  /** Whether the gradient of the step counts as fixed, so that H has no say. */
  readonly isFixed: boolean;
  /** Afterwards direction += added. */
  readonly added: Place | null;
  /**
   * The step is one of conjugate gradients: `along` is the search direction and `direction` becomes its product with
   * I − rate·H. The first begins at zero, with the residual as it is found.
   */
  readonly solve: {
    readonly solution: Place;
    readonly residual: Place;
    readonly isFirst: boolean;
  } | null;
}

/**
 * The last layer is solved for on the points of a pass, around what it is in that pass (`meta/ridge.ts`, `meta/svm.ts`).
 */
export interface HeadFit {
  /** The pass, whose record and predictions must be there still. */
  readonly after: number;
  readonly rule: HeadRule;
  /** log λ, and behind it log s where the rule has a scale. */
  readonly logLambda: Place;
  /** The parameters of the pass with the solution in the last layer's place. */
  readonly next: Place;
  /** `headFitRoom` numbers. */
  readonly room: Place;
  /**
   * At the very end this gradient with respect to `next` becomes that with respect to the parameters of the pass, with that
   * of log λ, and of log s, behind it; `null` if it is not wanted.
   */
  readonly back: Place | null;
}

export interface Schedule {
  readonly architecture: Architecture;
  readonly loss: LossName;
  /** Where the task's points go, and how many numbers they are. */
  readonly points: { readonly to: Place; readonly size: number };
  readonly passes: readonly Pass[];
  readonly stepsBack: readonly StepBack[];
  /** Between the two, to = left − right, vectors as long as θ. */
  readonly difference: { readonly to: Place; readonly left: Place; readonly right: Place } | null;
  readonly fit: HeadFit | null;
  readonly taskSize: number;
}
