/** Whether a training fits into an adapter's memory, as its engines say, told before anything is built. */
import type { MemoryLimits } from '#core/backend.ts';
import { tensorNeed } from '#meta/memory-need.ts';
import { layerWidths, narrowed } from '#models/architecture.ts';
import { LEARNERS } from '#training/learners.ts';
import type { Misfit, Shortage } from '#training/misfit.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { Settings } from '#training/settings.ts';
import { planOf } from '#training/training-plan.ts';

/** What there is to compute with: the fused engine, `null` where it is not, and what TensorFlow.js is lent. */
export interface Able {
  readonly fused: Pick<MetaEngine, 'refuses'> | null;
  readonly limits: MemoryLimits;
}

/** Why neither engine can train this here, or `null` where one can. */
export function shortageOf(settings: Settings, { fused, limits }: Able): Shortage | null {
  const plan = planOf(settings);
  // Tasks that do not fit at once are taken in parts there.
  if (fused !== null && fused.refuses({ name: 'train', request: plan }) === null) return null;
  // Of many runs each has one task.
  const metaBatch = LEARNERS[settings.algorithm].made === 'byManyRuns' ? 1 : plan.metaBatch;
  const { tensorBytes, totalBytes } = tensorNeed({ ...plan, metaBatch });
  if (tensorBytes > limits.tensorBytes)
    return { kind: 'tensor', needed: tensorBytes, most: limits.tensorBytes };
  if (totalBytes > limits.totalBytes) return { kind: 'total', needed: totalBytes, most: limits.totalBytes };
  return null;
}

/** The largest whole number up to `most` for which something holds that holds for all smaller ones, or `null`. */
function largest(most: number, holds: (value: number) => boolean): number | null {
  let [held, broken] = [0, most + 1];
  while (broken - held > 1) {
    const middle = Math.floor((held + broken) / 2);
    if (holds(middle)) held = middle;
    else broken = middle;
  }
  return held === 0 ? null : held;
}

/** What a training needs and does not get, and what of it would fit; `null` where it fits. */
export function misfitOf(settings: Settings, able: Able): Misfit | null {
  const shortage = shortageOf(settings, able);
  if (shortage === null) return null;
  const fits = (change: Partial<Settings>) => shortageOf({ ...settings, ...change }, able) === null;
  const { architecture, metaBatch } = settings;
  return {
    ...shortage,
    widest: largest(Math.max(...layerWidths(architecture)), (width) =>
      fits({ architecture: narrowed(architecture, width) }),
    ),
    mostTasks: largest(metaBatch, (tasks) => fits({ metaBatch: tasks })),
  };
}
