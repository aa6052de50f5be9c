/** Who competes on the shown task, and where their weights come from. */
import type { Network } from '#core/model.ts';
import type { WeightsDetails } from '#formats/weights-file.ts';

/** In the order of every table and legend. `live` is the run in this page, `imported` a file. */
export const CONTESTANT_IDS = ['random', 'pretrained', 'maml', 'live', 'imported'] as const;
export type ContestantId = (typeof CONTESTANT_IDS)[number];

export interface Contestant {
  readonly id: ContestantId;
  readonly network: Network;
  readonly details: WeightsDetails;
}

export type Contestants = Partial<Readonly<Record<ContestantId, Contestant>>>;

/** Those present and not hidden, in order. */
export function shownContestants(contestants: Contestants, hidden: readonly ContestantId[]): Contestant[] {
  return CONTESTANT_IDS.flatMap((id) => {
    const contestant = contestants[id];
    return contestant === undefined || hidden.includes(id) ? [] : [contestant];
  });
}
