/** How an exported file is called: what it is, of which network, after how many meta-steps. */
import { describeArchitecture } from '#models/architecture.ts';
import { FORMAT_FILES, type WeightFormat } from '#formats/weight-formats.ts';
import type { Contestant } from '#store/contestants/contestants.ts';

/** What of a contestant goes out. */
export type ExportState = 'initialisation' | 'adapted' | 'checkpoint';

/** `1-40-40-1-relu`, `14x14-conv-32-32-32-layer-relu-5-outputs`: letters that every system's files may have. */
function networkName({ network }: Contestant): string {
  return describeArchitecture(network.architecture)
    .replaceAll('×', 'x')
    .replaceAll(/[^\w.-]+/g, '-');
}

export function fileNameOf(
  contestant: Contestant,
  state: ExportState,
  step: number,
  format: WeightFormat,
): string {
  const { id, details } = contestant;
  const suffix = { initialisation: '', adapted: `-step${step}`, checkpoint: '-checkpoint' }[state];
  return `${id}-${networkName(contestant)}-${details.iteration}${suffix}.${FORMAT_FILES[format].extension}`;
}

/** How a program that goes on with a run is called, with what it reads. */
export function elsewhereFileName(contestant: Contestant, framework: string): string {
  const { id, details } = contestant;
  return `${id}-${networkName(contestant)}-${details.iteration}-${framework}.zip`;
}
