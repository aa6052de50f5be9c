/** Courses of several runs beside each other: what is drawn of each, and what differs between them. */
import { familyOf } from '#families/family-of.ts';
import { changedSettings } from '#training/setting-effects.ts';
import type { Settings } from '#training/settings.ts';
import { type SettingChange, settingsBefore } from '#training/steering.ts';
import type { HeldOutPoint } from '#store/training/held-out.ts';

/** A run that is drawn beside others. */
export interface Course {
  readonly id: string;
  readonly settings: Settings;
  readonly changes: readonly SettingChange[];
  readonly heldOut: readonly HeldOutPoint[];
}

/** The settings by which runs of several differ, as each began. */
export function differences(courses: readonly Pick<Course, 'settings' | 'changes'>[]): (keyof Settings)[] {
  const [first, ...others] = courses.map(({ settings, changes }) => settingsBefore(settings, changes));
  if (first === undefined) return [];
  return [...new Set(others.flatMap((other) => changedSettings(first, other)))];
}

/** A position for each iteration at which some run was judged, with what is known of each run there, by its id. */
export function courseRows(courses: readonly Pick<Course, 'id' | 'heldOut'>[]): Record<string, number>[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { id, heldOut } of courses) {
    for (const { iteration, afterOne, accuracy } of heldOut) {
      const value = accuracy === undefined ? afterOne.mean : accuracy.afterOne.mean;
      if (value === null) continue;
      const row = rows.get(iteration) ?? { iteration };
      row[id] = value;
      rows.set(iteration, row);
    }
  }
  return [...rows.values()].toSorted((a, b) => (a['iteration'] ?? 0) - (b['iteration'] ?? 0));
}

/** Whether two runs are judged on one scale: by the same loss. */
export function isOnOneScale(a: Settings, b: Settings): boolean {
  return familyOf(a).loss === familyOf(b).loss;
}
