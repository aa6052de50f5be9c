/** What a program that goes on with a run is told of it: the very plan by which the engines train. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { familyOf } from '#families/family-of.ts';
import { type Architecture, isMlp, modelName } from '#models/architecture.ts';
import { statefulOptimiser } from '#training/inner-optimiser.ts';
import { followsOptimiser, ownAlpha } from '#training/learned.ts';
import { LEARNERS } from '#training/learners.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import type { Settings } from '#training/settings.ts';
import { planOf } from '#training/training-plan.ts';
import { fittedClasses } from '#training/trained-architecture.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { isConvolution } from '../code/pictures.ts';
import type { WrittenNetwork } from './network.ts';
import { type PictureSources, type PictureSupply, supplyOf } from './picture-supply.ts';

export interface RunFacts extends Omit<TrainingPlan, 'architecture' | 'innerOptimiser'> {
  readonly settings: Settings;
  readonly network: WrittenNetwork;
  /** By which plain inner loops descend; `null` for gradient descent. */
  readonly innerOptimiser: NonNullable<TrainingPlan['innerOptimiser']> | null;
  /** Meta-steps that the run has taken. */
  readonly iteration: number;
  /** Of tasks of pictures, what of them a program reads; `null` where tasks are curves. */
  readonly supply: PictureSupply | null;
  /** α and the number of steps by which what is learned is judged. */
  readonly test: { readonly alpha: number; readonly steps: number };
}

/** That no program is written for a run, and what can be had of it all the same. */
export function refused(expected: Words, found: Words): PlaygroundError {
  return new PlaygroundError(
    'input-invalid',
    said`Expected ${expected}, found ${found}.`,
    said`The run itself goes on here, and its weights can be exported.`,
  );
}

/** Steps after which such weights are judged: a solution is there after one, and what nothing moves needs none. */
function testSteps({ algorithm, innerSteps }: Settings): number {
  const { counts, moves } = LEARNERS[algorithm];
  if (moves === 'none') return 0;
  return counts === 'solution' ? 1 : innerSteps;
}

/** The network that a program is written of. @throws PlaygroundError `input-invalid` for a run without one. */
function writtenNetwork(settings: Settings, architecture: Architecture): WrittenNetwork {
  if (isMlp(architecture)) return architecture;
  // What sees curves is a row of numbers, of which nobody makes pictures.
  if (isConvolution(architecture) && familyOf(settings).view === 'pictures') return architecture;
  throw refused(said`a multilayer perceptron`, modelName(architecture));
}

/**
 * A run as the parts of a program are told of it.
 * @throws PlaygroundError `input-invalid` for one that no program is written for.
 */
export function runFacts(
  { settings, tasksDigest }: Pick<Checkpoint, 'settings' | 'tasksDigest'>,
  iteration: number,
  sources: PictureSources,
): RunFacts {
  const { algorithm } = settings;
  const { made, innerLoop } = LEARNERS[algorithm];
  const isOfPictures = familyOf(settings).view === 'pictures';
  if (tasksDigest !== null && !isOfPictures)
    throw refused(said`a run on tasks of its settings`, said`one on tasks of a file of the user’s own`);
  if (made === 'byManyRuns' || innerLoop === 'remembering')
    throw refused(said`a learner that trains a perceptron or a convolution in one run`, algorithm);
  if (fittedClasses(settings) !== null)
    throw refused(said`a learner with an inner loop for tasks of pictures`, algorithm);
  const { architecture, innerOptimiser: _, ...plan } = planOf(settings);
  // Also of learners that train without it: what they have learned is judged by it.
  const innerOptimiser = followsOptimiser(algorithm) ? statefulOptimiser(settings) : null;
  return {
    ...plan,
    innerOptimiser,
    settings,
    network: writtenNetwork(settings, architecture),
    iteration,
    supply: isOfPictures ? supplyOf(settings, iteration, sources) : null,
    test: { alpha: ownAlpha(algorithm, settings), steps: testSteps(settings) },
  };
}
