/** How the file of a figure or a table is called: two with other settings have other names. */
import type { Settings } from '#training/settings.ts';
import { formatSetting } from '#ui/format.ts';

export function nameWith(
  { shots, alpha, innerSteps, seed }: Pick<Settings, 'shots' | 'alpha' | 'innerSteps' | 'seed'>,
  name: string,
): string {
  return `${name}-K${shots}-alpha${formatSetting(alpha)}-n${innerSteps}-seed${seed}`;
}
