/** Tasks of pictures that no training has seen: the page draws them itself, and hands them over. */
import { STREAMS } from '#core/rng.ts';
import { expectPictures, loadFamily, pointCountsOf } from '#families/family-of.ts';
import type { GivenPictures } from '#families/pictures/picture-set.ts';
import { sampleTasks } from '#families/task.ts';
import type { Settings } from '#training/settings.ts';
import type { EvaluationOptions } from '../commands.ts';

/** @throws PlaygroundError `input-invalid` where the pictures are too few. */
export async function heldOutOf(
  settings: Settings,
  pictures: GivenPictures | null,
): Promise<NonNullable<EvaluationOptions['tasksOf']> | null> {
  if (pictures === null) return null;
  await loadFamily(settings);
  const distribution = expectPictures(settings).pictures.drawnTasks(settings, pictures, STREAMS.heldOut);
  const counts = pointCountsOf(settings);
  return (first, count) => sampleTasks(distribution, first, count, counts);
}
