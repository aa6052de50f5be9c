/** The contestants of the page, as its state holds them. */
import type { BenchmarkEntry, ManifestEntry } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import type { PriorName } from '#training/priors.ts';
import type { Contestant, ContestantId, Contestants } from './contestants.ts';

export interface ContestantsSlice {
  /** Those whose weights are here. */
  readonly contestants: Contestants;
  /** Those that take no part, whether or not their weights are here. */
  readonly hidden: readonly ContestantId[];
  /** Priors that have been shown, as weights are fetched when they are first shown. */
  readonly metPriors: readonly PriorName[];
  /** What ships for the family of the page's tasks; empty until the manifest is read. */
  readonly shipped: Partial<Readonly<Record<ContestantId, ManifestEntry>>>;
  /** What ships for the first family, of which the published tables are, whatever the page shows. */
  readonly shippedCurves: Partial<Readonly<Record<ContestantId, ManifestEntry>>>;
  /** What ships to stand beside published figures. */
  readonly benchmark: readonly BenchmarkEntry[];
  /** Shipped contestants whose weights are on their way. */
  readonly fetching: readonly ContestantId[];
  /** Reads the manifest, and the weights of the contestants that are shown. */
  readonly openShippedWeights: () => Promise<void>;
  /** After another family or number of classes was chosen: the weights for it, in place of those for the one before. */
  readonly openFittingWeights: () => Promise<void>;
  readonly putContestant: (contestant: Contestant) => void;
  readonly removeContestant: (id: ContestantId) => void;
  /** Shipped weights are fetched when they are first shown. */
  readonly showContestant: (id: ContestantId) => Promise<void>;
  readonly hideContestant: (id: ContestantId) => void;
  /** Fetches shipped weights that are not here yet, shown or not; is done once they are, or could not be had. */
  readonly fetchContestant: (id: ContestantId) => Promise<void>;
  /** Takes the weights of a user's file in. @throws PlaygroundError if they do not fit the page's tasks. */
  readonly importWeights: (weights: WeightsFile) => Contestant;
}
