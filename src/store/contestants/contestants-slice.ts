import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { factsOf } from '#training/learner-facts.ts';
import { isPriorName } from '#training/priors.ts';
import { type FamilySettings, FIRST_FAMILY, type OfFamily, shapeOf } from '#families/family-of.ts';
import { layerWidths } from '#models/architecture.ts';
import { entriesFor, type Manifest, type ManifestEntry, SHIPPED_IDS } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { type Contestant, type ContestantId, FIRST_HIDDEN, fitsFamily } from './contestants.ts';
import { randomContestant, type SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { AdaptationSlice } from '../task/state.ts';
import type { TimelineSlice } from '../training/timeline-slice.ts';
import type { ShippedWeights } from './shipped-weights.ts';
import type { ContestantsSlice } from './state.ts';

/** @throws PlaygroundError `weights-file-foreign` if the network cannot be asked about the page's tasks. */
function checkFits(weights: WeightsFile, settings: OfFamily & FamilySettings): void {
  if (fitsFamily(weights, settings)) return;
  const { network, details } = weights;
  const { words } = shapeOf(settings, factsOf(details.origin).sees);
  throw new PlaygroundError(
    'weights-file-foreign',
    said`Expected a network with ${words}, found ${layerWidths(network.architecture).join('-')}.`,
  );
}

function byContestant(entries: readonly ManifestEntry[], ways: number): ContestantsSlice['shipped'] {
  return Object.fromEntries(entriesFor(entries, ways));
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
      // The page may have gone to another family meanwhile.
      if (get().shipped[id]?.file === file) putContestant({ id, ...weights });
    } catch (error) {
      notify(error);
      hideContestant(id);
    } finally {
      set({ fetching: get().fetching.filter((other) => other !== id) });
    }
  };

  const underWay = new Map<string, Promise<void>>();
  const fetchShipped = (entry: ManifestEntry): Promise<void> => {
    const { file } = entry;
    const reading =
      underWay.get(file) ??
      read(entry).finally(() => {
        underWay.delete(file);
      });
    underWay.set(file, reading);
    return reading;
  };

  const fetchContestant = async (id: ContestantId) => {
    const { contestants, shipped } = get();
    const entry = shipped[id];
    if (contestants[id] === undefined && entry !== undefined) await fetchShipped(entry);
  };

  let manifest: Manifest | null = null;
  /** What ships for the tasks of the settings takes the place of what was there for other ones. */
  const openFittingWeights = async () => {
    if (manifest === null) return;
    const { family, ways } = get().settings;
    const isFirst = family === FIRST_FAMILY;
    const shipped = byContestant(isFirst ? manifest.weights : (manifest.families?.[family] ?? []), ways);
    const { contestants, hidden, shipped: before } = get();
    const gone = SHIPPED_IDS.filter(
      (id) => shipped[id] === undefined || shipped[id].file !== before[id]?.file,
    );
    const staying = Object.entries(contestants).filter(([id]) => !gone.some((other) => other === id));
    set({
      contestants: Object.fromEntries(staying),
      shipped,
      shippedTimeline: isFirst ? manifest.timeline : [],
    });
    const wanted = Object.values(shipped).filter(({ contestant }) => !hidden.includes(contestant));
    await Promise.all(wanted.map(({ contestant }) => fetchContestant(contestant)));
  };

  return {
    contestants: { random: randomContestant(DEFAULT_SETTINGS) },
    hidden: FIRST_HIDDEN,
    metPriors: [],
    shipped: {},
    shippedCurves: {},
    benchmark: [],
    fetching: [],
    putContestant,
    hideContestant,
    async openShippedWeights() {
      try {
        manifest = await shippedWeights.list();
        set({
          shippedCurves: byContestant(manifest.weights, get().settings.ways),
          benchmark: manifest.benchmark ?? [],
        });
        await openFittingWeights();
      } catch (error) {
        notify(error);
      }
    },
    openFittingWeights,
    fetchContestant,
    async showContestant(id) {
      const { hidden } = get();
      if (hidden.includes(id)) set({ hidden: hidden.filter((other) => other !== id) });
      const { metPriors } = get();
      if (isPriorName(id) && !metPriors.includes(id)) set({ metPriors: [...metPriors, id] });
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
