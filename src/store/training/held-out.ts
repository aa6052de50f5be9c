/** How a run's weights do on held-out tasks while it trains: a few tasks, seldom, in parts that make nobody wait. */
import { type MeanAccuracy, meanAccuracy } from '#training/accuracy.ts';
import { type KeptSummary, summariseLosses, taskDivergenceThreshold } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import type { EngineClient } from '#engine/client.ts';
import type { NamedPictures } from '#families/pictures/picture-set.ts';
import { evaluateInCommands } from '../commands.ts';
import { heldOutOf } from '../pictures/held-out-tasks.ts';
import { askedOf, type Contestant } from '../contestants/contestants.ts';

export const HELD_OUT_TASKS = 50;
/** Of commands that make nobody wait. */
const SIZES = { first: 10, smallest: 10, largest: 10 } as const;

/** Held-out query losses of weights after so many meta-steps. */
export interface HeldOutPoint {
  readonly iteration: number;
  readonly before: KeptSummary;
  readonly afterOne: KeptSummary;
  readonly afterAll: KeptSummary;
  /** The share of queries that are answered rightly, where tasks are of classes. */
  readonly accuracy?: Readonly<Record<'before' | 'afterOne' | 'afterAll', MeanAccuracy>>;
}

interface HeldOutOptions {
  readonly advance?: () => void;
  /** Whose held-out classes tasks are of, where not of the family's own. */
  readonly pictures?: NamedPictures | null;
}

/** Evaluates weights on the settings' held-out tasks. @throws the signal's reason once it is aborted. */
export async function evaluateHeldOut(
  client: EngineClient,
  contestant: Contestant,
  settings: Settings,
  signal: AbortSignal,
  { advance = () => {}, pictures = null }: HeldOutOptions = {},
): Promise<HeldOutPoint> {
  const { details } = contestant;
  const evaluation = askedOf(contestant, settings);
  const [judged] = await evaluateInCommands(client, [evaluation], HELD_OUT_TASKS, signal, advance, {
    sizes: SIZES,
    tasksOf: await heldOutOf(settings, pictures),
  });
  const stepCount = settings.innerSteps + 1;
  const threshold = taskDivergenceThreshold(settings);
  const ofStep = (numbers: Float32Array | null | undefined, step: number) =>
    Array.from(numbers ?? []).filter((_, index) => index % stepCount === step);
  const after = (step: number) => summariseLosses(ofStep(judged?.losses, step), threshold);
  const rightAfter = (step: number) => meanAccuracy(ofStep(judged?.accuracies, step));
  const last = settings.innerSteps;
  return {
    iteration: details.iteration,
    before: after(0),
    afterOne: after(1),
    afterAll: after(last),
    ...(judged?.accuracies == null
      ? {}
      : { accuracy: { before: rightAfter(0), afterOne: rightAfter(1), afterAll: rightAfter(last) } }),
  };
}

/** An evaluation may take this share of the time. */
const SHARE = 0.1;
/** The next is not made before the run is longer by this. */
const RATIO = 1.15;
/** Longer ones were asleep with the page. */
const LONGEST_MILLISECONDS = 60_000;
/** Whoever has just moved something goes first. */
const QUIET_MILLISECONDS = 500;

/** Decides when a run is evaluated. */
export function createHeldOutPace() {
  let notBefore = -Infinity;
  let quietFrom = -Infinity;
  let seen: readonly unknown[] | null = null;
  let isFirst = true;
  return {
    /** Milliseconds until the page has been left alone for a while, 0 if it has been; `touched` is what hands change. */
    untilQuiet(...touched: readonly unknown[]): number {
      const before = seen ?? touched;
      seen = touched;
      if (touched.some((value, index) => value !== before[index])) {
        quietFrom = performance.now() + QUIET_MILLISECONDS;
      }
      return Math.max(0, quietFrom - performance.now());
    },
    /** A run that is paused has the time. */
    isTime: (points: readonly HeldOutPoint[], iteration: number, isPaused: boolean): boolean => {
      const last = points.at(-1)?.iteration;
      const isDue = last === undefined || iteration >= Math.max(last + 1, last * RATIO);
      return isDue && (isPaused || performance.now() >= notBefore);
    },
    /** Hears how long an evaluation took. The first, which may have waited for its kernels, says nothing of the next. */
    spent(milliseconds: number): void {
      const counted = Math.min(milliseconds, LONGEST_MILLISECONDS);
      if (!isFirst) notBefore = performance.now() + counted * (1 / SHARE - 1);
      isFirst = false;
    },
  };
}
