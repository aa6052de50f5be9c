/** How exported files are called: what they are, of which network or with which settings. */
import { describeArchitecture } from '#models/architecture.ts';
import type { Settings } from '#training/settings.ts';
import { FORMAT_FILES, type WeightFormat } from '#formats/weight-formats.ts';
import type { Contestant } from '#store/contestants/contestants.ts';
import { formatSetting } from '#ui/format.ts';

/** What of a contestant goes out. */
export type ExportState = 'initialisation' | 'adapted' | 'checkpoint';

export function fileNameOf(
  { id, network, details }: Contestant,
  state: ExportState,
  step: number,
  format: WeightFormat,
): string {
  const architecture = describeArchitecture(network.architecture).replace(' ', '-');
  const suffix = { initialisation: '', adapted: `-step${step}`, checkpoint: '-checkpoint' }[state];
  return `${id}-${architecture}-${details.iteration}${suffix}.${FORMAT_FILES[format].extension}`;
}

/** Of a figure or a table: two with other settings have other names. */
export function nameWith(
  { shots, alpha, innerSteps, seed }: Pick<Settings, 'shots' | 'alpha' | 'innerSteps' | 'seed'>,
  name: string,
): string {
  return `${name}-K${shots}-alpha${formatSetting(alpha)}-n${innerSteps}-seed${seed}`;
}
