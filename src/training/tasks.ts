/** The tasks that settings describe. */
import type { Stream } from '#core/rng.ts';
import { familyOf } from '#families/family-of.ts';
import type { Sight, TaskDistribution } from '#families/task.ts';
import type { NumberSettingId, Settings } from './settings.ts';
import { textIdsOf } from './text-settings.ts';

/** One stream of the settings' tasks, as a learner sees them. */
export function tasksOf(settings: Settings, stream: Stream, sees: Sight = 'points'): TaskDistribution {
  return familyOf(settings).tasks(settings, stream, sees);
}

/** All that fixes which tasks are drawn, in one order for each family. */
export function taskNumbers(settings: Settings): readonly (string | number)[] {
  const ids = Object.keys(familyOf(settings).settings) as NumberSettingId[];
  const { family, shots, queryPoints, seed } = settings;
  const texts = textIdsOf(settings).map((id) => settings[id]);
  return [family, ...ids.map((id) => settings[id]), ...texts, shots, queryPoints, seed];
}

/** Whether two settings draw the same tasks. */
export function sameTasks(a: Settings, b: Settings): boolean {
  if (a === b) return true;
  const others = taskNumbers(b);
  return taskNumbers(a).every((value, at) => value === others[at]);
}
