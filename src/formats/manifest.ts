/** The list of trained weights that ship with the page: public/weights/manifest.json. */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { expectedBy, foundBy } from './issue-words.ts';

/**
 * Whose weights ship with the page, in the order of every table. MAML is there with settings that were searched for 5, 10
 * and 20 shots, with its authors' (`mamlPaper`) and with the page's defaults (`mamlGlorot`); all others have 5 shots, but CAVIA and those that remember, which have 10.
 * On characters it is there for 1 shot and for 5, as a convolution and as a perceptron, learned from invented alphabets and from Omniglot's.
 */
export const SHIPPED_IDS = [
  'pretrained',
  'multiTask',
  'oracle',
  'maml',
  'maml10',
  'maml20',
  'mamlPaper',
  'mamlGlorot',
  'maml5Shot',
  'mamlPerceptron',
  'mamlOmniglot',
  'mamlOmniglot5Shot',
  'mamlOmniglotPerceptron',
  'fomaml',
  'anil',
  'metaSgd',
  'reptile',
  'multiStepLoss',
  'imaml',
  'ridgeHead',
  'r2d2',
  'metaOptNet',
  'cavia',
  'cnp',
  'snail',
  'metaNet',
] as const;
export type ShippedId = (typeof SHIPPED_IDS)[number];

/** Those whose weights are of characters alone. */
export type CharactersOnlyId =
  | 'maml5Shot'
  | 'mamlPerceptron'
  | 'mamlOmniglot'
  | 'mamlOmniglot5Shot'
  | 'mamlOmniglotPerceptron'
  | 'r2d2'
  | 'metaOptNet';
/** Those whose weights are of sinusoids, too. */
export type SinusoidId = Exclude<ShippedId, CharactersOnlyId>;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const path = v.pipe(
  v.string(),
  v.regex(/^(?:(?:timeline|benchmark|characters)\/)?[A-Za-z0-9-]+\.safetensors$/),
);

const entrySchema = v.object({
  contestant: v.picklist(SHIPPED_IDS),
  algorithm: v.picklist(TRAINING_ALGORITHMS),
  /** Support points K of the training tasks; of characters, drawings of a class. */
  shots: whole,
  /** Classes N of the training tasks, where there are weights of the contestant for several. */
  ways: v.optional(whole),
  file: path,
  iteration: whole,
  /** The command that trains them again. */
  command: v.string(),
  bytes: v.optional(whole),
});

const manifestSchema = v.object({
  version: v.literal(2),
  /** For the tasks that the page opens with. */
  weights: v.array(entrySchema),
  /** The same contestants for tasks of other families, by the family’s name. */
  families: v.optional(v.record(v.string(), v.array(entrySchema))),
  /** Checkpoints along one run of MAML, in its order. */
  timeline: v.array(v.object({ iteration: whole, file: path })),
  /** Networks that stand beside published figures and are nobody's contestants. */
  benchmark: v.optional(
    v.array(
      v.object({ method: v.picklist(['maml', 'metaSgd']), shots: whole, file: path, iteration: whole }),
    ),
  ),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type ManifestEntry = Manifest['weights'][number];
export type BenchmarkEntry = NonNullable<Manifest['benchmark']>[number];

/** Of each contestant's entries the one for tasks of so many classes, else its first. */
export function entriesFor(
  entries: readonly ManifestEntry[],
  ways: number,
): ReadonlyMap<ShippedId, ManifestEntry> {
  const chosen = new Map<ShippedId, ManifestEntry>();
  for (const entry of entries) {
    if (!chosen.has(entry.contestant) || entry.ways === ways) chosen.set(entry.contestant, entry);
  }
  return chosen;
}

/** @throws PlaygroundError `weights-file-damaged` naming the entry. */
export function readManifest(value: unknown): Manifest {
  const parsed = v.safeParse(manifestSchema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new PlaygroundError(
    'weights-file-damaged',
    said`Weights manifest, ${v.getDotPath(issue) ?? said`top level`}: expected ${expectedBy(issue)}, found ${foundBy(issue)}.`,
  );
}
