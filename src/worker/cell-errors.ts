/** Errors at chosen amplitudes and phases: for the error map. */
import type { MetaEngine } from '#training/meta-engine.ts';
import { STREAMS } from '#core/rng.ts';
import { rangesOf } from '#families/sinusoid/settings.ts';
import type { Range } from '#families/sinusoid/sinusoid.ts';
import { sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import type { CellErrorsRequest } from '#engine/protocol.ts';
import { countsOf } from './training-plan.ts';

function only(value: number): Range {
  return { from: value, to: value };
}

/**
 * Mean query losses [cells, innerSteps + 1]. A cell's tasks have its amplitude and phase, and points of their own that
 * follow from the seed and the cell's number alone.
 */
export async function cellErrors(
  engine: Pick<MetaEngine, 'evaluate'>,
  { network, rates, sees, settings, cells, draws }: CellErrorsRequest,
): Promise<Float32Array> {
  const ranges = rangesOf(settings);
  const tasks = cells.flatMap(({ number, amplitude, phase }) => {
    const cellRanges = { ...ranges, amplitude: only(amplitude), phase: only(phase) };
    const distribution = sinusoidTasks(cellRanges, settings.seed, STREAMS.errorMap, sees);
    return Array.from({ length: draws }, (_, draw) =>
      distribution.sample(number * draws + draw, countsOf(settings)),
    );
  });
  const { losses, stepCount } = await engine.evaluate({
    architecture: network.architecture,
    parameters: tasks.map(() => network.parameters),
    rates: tasks.map(() => rates),
    tasks,
    innerSteps: settings.innerSteps,
  });
  const means = new Float32Array(cells.length * stepCount);
  losses.forEach((loss, index) => {
    const cell = Math.floor(index / (stepCount * draws));
    const place = cell * stepCount + (index % stepCount);
    means[place] = (means[place] ?? 0) + loss / draws;
  });
  return means;
}
