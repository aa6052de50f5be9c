import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { factsOf } from '#training/learner-facts.ts';
import { type FamilyNumbers, type OfFamily, shapeOf } from '#families/family-of.ts';
import { layerWidths } from '#models/architecture.ts';
import type { ManifestEntry } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { type Contestant, type ContestantId, FIRST_HIDDEN, fitsFamily } from './contestants.ts';
import { randomContestant, type SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { AdaptationSlice } from '../task/state.ts';
import type { TimelineSlice } from '../training/timeline-slice.ts';
import type { ShippedWeights } from './shipped-weights.ts';
import type { ContestantsSlice } from './state.ts';

/** @throws PlaygroundError `weights-file-foreign` if the network cannot be asked about the page's tasks. */
function checkFits(weights: WeightsFile, settings: OfFamily & FamilyNumbers): void {
  if (fitsFamily(weights, settings)) return;
  const { network, details } = weights;
  const { words } = shapeOf(settings, factsOf(details.origin).sees);
  throw new PlaygroundError(
    'weights-file-foreign',
    said`Expected a network with ${words}, found ${layerWidths(network.architecture).join('-')}.`,
  );
}

type Needs = ContestantsSlice &
  Pick<SettingsSlice & AdaptationSlice & TimelineSlice, 'settings' | 'trajectories' | 'shippedTimeline'>;

export function createContestantsSlice(
  { get, set, notify }: SliceContext<Needs>,
  shippedWeights: ShippedWeights,
): ContestantsSlice {
  const putContestant = (contestant: Contestant) =>
    set({ contestants: { ...get().contestants, [contestant.id]: contestant } });

  const hideContestant = (id: ContestantId) => {
    const { hidden } = get();
    if (!hidden.includes(id)) set({ hidden: [...hidden, id] });
  };

  const read = async ({ contestant: id, file }: ManifestEntry) => {
    set({ fetching: [...get().fetching, id] });
    try {
      const weights = await shippedWeights.read(file);
      checkFits(weights, weights.details.settings);
      putContestant({ id, ...weights });
    } catch (error) {
      notify(error);
      hideContestant(id);
    } finally {
      set({ fetching: get().fetching.filter((other) => other !== id) });
    }
  };

  const underWay = new Map<ContestantId, Promise<void>>();
  const fetchShipped = (entry: ManifestEntry): Promise<void> => {
    const { contestant: id } = entry;
    const reading =
      underWay.get(id) ??
      read(entry).finally(() => {
        underWay.delete(id);
      });
    underWay.set(id, reading);
    return reading;
  };

  const fetchContestant = async (id: ContestantId) => {
    const { contestants, shipped } = get();
    const entry = shipped[id];
    if (contestants[id] === undefined && entry !== undefined) await fetchShipped(entry);
  };

  return {
    contestants: { random: randomContestant(DEFAULT_SETTINGS) },
    hidden: FIRST_HIDDEN,
    shipped: {},
    benchmark: [],
    fetching: [],
    putContestant,
    hideContestant,
    async openShippedWeights() {
      try {
        const { weights, timeline, benchmark = [] } = await shippedWeights.list();
        set({
          shippedTimeline: timeline,
          benchmark,
          shipped: Object.fromEntries(weights.map((entry) => [entry.contestant, entry])),
        });
        const { hidden } = get();
        await Promise.all(weights.filter(({ contestant }) => !hidden.includes(contestant)).map(fetchShipped));
      } catch (error) {
        notify(error);
      }
    },
    fetchContestant,
    async showContestant(id) {
      const { hidden } = get();
      if (hidden.includes(id)) set({ hidden: hidden.filter((other) => other !== id) });
      await fetchContestant(id);
    },
    removeContestant: (id) => {
      const { [id]: _, ...contestants } = get().contestants;
      const { [id]: __, ...trajectories } = get().trajectories;
      set({ contestants, trajectories });
    },
    importWeights: (weights) => {
      checkFits(weights, get().settings);
      const contestant: Contestant = { id: 'imported', ...weights };
      putContestant(contestant);
      void get().showContestant('imported');
      return contestant;
    },
  };
}
