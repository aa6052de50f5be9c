/** How the file of a figure or a table is called: two with other settings have other names. */
import { statefulOptimiser } from '#training/inner-optimiser.ts';
import type { Settings } from '#training/settings.ts';
import { formatSetting } from '#ui/format.ts';

type Named = Pick<Settings, 'shots' | 'alpha' | 'innerOptimiser' | 'innerMomentum' | 'innerSteps' | 'seed'>;

/** Nothing for plain gradient descent. */
function optimiserPart(settings: Named): string {
  const optimiser = statefulOptimiser(settings);
  if (optimiser === null) return '';
  return `-${optimiser.kind}${optimiser.kind === 'momentum' ? formatSetting(optimiser.decay) : ''}`;
}

export function nameWith(settings: Named, name: string): string {
  const { shots, alpha, innerSteps, seed } = settings;
  return `${name}-K${shots}-alpha${formatSetting(alpha)}${optimiserPart(settings)}-n${innerSteps}-seed${seed}`;
}
