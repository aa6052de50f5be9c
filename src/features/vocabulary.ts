/** What every panel says and shows of a contestant in the same way. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Architecture, describeArchitecture, sameArchitecture } from '#models/architecture.ts';
import { factsOf } from '#training/learner-facts.ts';
import { type FamilySettings, FIRST_FAMILY, type OfFamily } from '#families/family-of.ts';
import { openingSettings } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import type { Adapted, GivenFile, Origin } from '#formats/weights-file.ts';
import { type ContestantId, type Entrant, isPrior, type Prior } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';

/** A contestant keeps its colour everywhere. */
export function contestantColor(id: ContestantId): string {
  return `var(--${id})`;
}

const LONG = '12 6';
const DOTS = '3 5';
const DASH_DOT = '12 5 3 5';
const SHORT = '6 4';
const FINE = '2 3';
const FLOOR = '1 4';
const SPARSE = '2 6';
const BEADS = '5 3';
const RAIL = '14 3 2 3';
const COMB = '9 3 2 2 2 3';

/** Whose lines are not solid: more colours than one eye, and least a colour-blind one, can tell apart. */
const DASHES: Partial<Readonly<Record<ContestantId, string>>> = {
  fomaml: LONG,
  anil: LONG,
  metaSgd: LONG,
  reptile: LONG,
  maml10: DOTS,
  maml20: DOTS,
  multiTask: DOTS,
  oracle: DOTS,
  mamlPaper: LONG,
  mamlGlorot: DASH_DOT,
  maml5Shot: COMB,
  mamlPerceptron: COMB,
  mamlOmniglot: COMB,
  mamlOmniglot5Shot: COMB,
  mamlOmniglotPerceptron: COMB,
  multiStepLoss: DASH_DOT,
  imaml: DASH_DOT,
  ridgeHead: SHORT,
  r2d2: RAIL,
  metaOptNet: RAIL,
  cavia: SHORT,
  cnp: SHORT,
  snail: SHORT,
  metaNet: SHORT,
  gaussianProcess: FINE,
  posterior: FLOOR,
  nearestNeighbour: SPARSE,
  prototypes: BEADS,
  imported: DASH_DOT,
};

/** And its line: an SVG dash pattern, or `null` for a solid one. */
export function contestantDash(id: ContestantId): string | null {
  return DASHES[id] ?? null;
}

/** What an initialisation is called: with its iteration, where earlier weights stand in for the newest weights. */
export function useContestantName(): (id: ContestantId) => string {
  const { t } = useTranslation();
  const scrubbed = usePlayground((state) => state.earlierWeights?.id ?? null);
  const iteration = usePlayground((state) => state.earlierWeights?.iteration ?? 0);
  return useCallback(
    (id) => {
      const name = t(`contestant.${id}`);
      return id === scrubbed ? t('origin.scrubbed', { name, iteration: formatCount(iteration) }) : name;
    },
    [t, scrubbed, iteration],
  );
}

/** What is said of where weights come from; `architecture` is not known before they are fetched. */
interface WeightsProvenance {
  readonly id: ContestantId;
  readonly origin: Origin;
  readonly iteration: number;
  readonly architecture: Architecture | null;
  readonly adapted?: Adapted | null;
  /** The file that weights have learned from, where it is not the family's own tasks. */
  readonly ownTasks?: Pick<GivenFile, 'file'> | null;
  /** Of those that ship, known once they are fetched. */
  readonly settings?: OfFamily & FamilySettings;
}

/** What is said of where a contestant comes from. */
export type Provenance = WeightsProvenance | Prior;

export function provenanceOf(entrant: Entrant): Provenance {
  if (isPrior(entrant)) return entrant;
  const { id, details, network } = entrant;
  return { id, ...details, architecture: network.architecture };
}

/** Where a contestant comes from, in words; its own name is not said twice. */
export function useOrigin(): (provenance: Provenance) => string {
  const { t } = useTranslation();
  return (provenance) => {
    if (!('origin' in provenance)) return t(`origin.${provenance.id}`);
    const { id, origin, iteration, architecture, adapted = null, ownTasks = null, settings } = provenance;
    const opening = openingSettings(settings?.family ?? FIRST_FAMILY);
    const isElsewhere = origin === 'elsewhere';
    const isUntrained = origin === 'random' || iteration === 0;
    const { architecture: network } = opening;
    const usual = trainedArchitecture({ ...opening, ...settings, architecture: network, algorithm: origin });
    const trainedFor = isUntrained
      ? t('origin.random')
      : t('origin.trained', { count: iteration, iteration: formatCount(iteration) });
    return [
      // Those that ship are named after what trained them.
      id === 'live' || id === 'imported' ? t(`contestant.${origin}`) : [],
      // Of weights made elsewhere, nobody knows how long they were trained.
      isElsewhere ? [] : trainedFor,
      ownTasks?.file ?? [],
      adapted === null ? [] : t(`origin.adapted.${factsOf(origin).counts}`, { count: adapted.steps }),
      // Another network than the shipped ones is no fair match, so it is named.
      architecture === null || sameArchitecture(architecture, usual)
        ? []
        : describeArchitecture(architecture),
    ]
      .flat()
      .join(t('caption.separator'));
  };
}
