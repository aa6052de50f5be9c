/** How an exported file is called: what it is, of which network, after how many meta-steps. */
import { describeArchitecture } from '#models/architecture.ts';
import { FORMAT_FILES, type WeightFormat } from '#formats/weight-formats.ts';
import type { Contestant } from '#store/contestants/contestants.ts';

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

/** How a program that goes on with a run is called, with what it reads. */
export function elsewhereFileName({ id, network, details }: Contestant, framework: string): string {
  const architecture = describeArchitecture(network.architecture).replace(' ', '-');
  return `${id}-${architecture}-${details.iteration}-${framework}.zip`;
}
