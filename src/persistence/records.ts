/**
 * What is kept on this device, and how it is read back. Weights and states are the bytes of our own files; nothing is
 * trusted that a browser gives back.
 */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import type { KeptSummary } from '#training/metrics.ts';
import { said, type Words } from '#core/saying.ts';
import { checkSettings, type Settings } from '#training/settings.ts';
import { type Checkpoint, readCheckpoint } from '#formats/checkpoint.ts';
import { expectedBy, foundBy } from '#formats/issue-words.ts';
import { changesSchema } from '#formats/setting-changes.ts';
import type { SettingChange } from '#training/steering.ts';
import { settingsSchema } from '#formats/settings-schema.ts';
import { readWeightsFile, type TasksFile, tasksFileSchema, type WeightsFile } from '#formats/weights-file.ts';

/** Of every record; one of another version is refused. */
export const SCHEMA = 1;

/** Held-out errors of a run after so many meta-steps. */
export interface HeldOutErrors {
  readonly iteration: number;
  readonly before: KeptSummary;
  readonly afterOne: KeptSummary;
  readonly afterAll: KeptSummary;
}

/** Mean losses of the meta-steps that end with `iteration`. */
interface MeanLosses {
  readonly iteration: number;
  readonly before: number;
  readonly after: number;
}

/** What is known of how a run came to its state; nothing of it changes how the run goes on. */
export interface RunCourse {
  /** Milliseconds that it has trained. */
  readonly elapsed: number;
  readonly history: {
    readonly points: readonly MeanLosses[];
    readonly stride: number;
    /** Of steps that are not yet enough for a point. */
    readonly rest: (MeanLosses & { readonly steps: number }) | null;
  };
  readonly heldOut: readonly HeldOutErrors[];
}

/** What a list of runs says of each. */
export interface RunSummary {
  readonly id: string;
  /** `null`: not named by the user. */
  readonly name: string | null;
  readonly settings: Settings;
  /** What it has taken up on its way; none where that is nothing. */
  readonly changes?: readonly SettingChange[];
  readonly iteration: number;
  /** By `Date.now()`. */
  readonly begunAt: number;
  readonly savedAt: number;
  /** The last, if there is one. */
  readonly heldOut: HeldOutErrors | null;
  /** Whose pictures it learned from, where not the family's own. */
  readonly ownTasks?: TasksFile;
}

/** All that a run needs to go on. */
export interface SavedRun {
  readonly summary: RunSummary;
  readonly checkpoint: Checkpoint;
  readonly course: RunCourse;
  /** Its weights along the way, oldest first. */
  readonly timeline: readonly WeightsFile[];
}

/** What a tab had: each writes its own. */
export interface SavedSession {
  readonly id: string;
  readonly savedAt: number;
  /** Its run, if it had one. */
  readonly runId: string | null;
  readonly isTraining: boolean;
  /** The iteration at which the run was told to stop, if it was. */
  readonly target: number | null;
  /** The link of its state, as the address has it. */
  readonly link: string;
  readonly hasOwnTask: boolean;
  readonly imported: WeightsFile | null;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const id = v.pipe(v.string(), v.minLength(1));
const schema = v.literal(SCHEMA);
const bytes = v.instance(Uint8Array);
const loss = v.nullable(v.number());
const lossSummary = v.object({ mean: loss, confidence95: loss, median: loss, divergedShare: v.number() });
const share = v.object({ mean: v.number(), confidence95: v.number() });
const heldOut = v.object({
  iteration: whole,
  before: lossSummary,
  afterOne: lossSummary,
  afterAll: lossSummary,
  accuracy: v.exactOptional(v.object({ before: share, afterOne: share, afterAll: share })),
});
/** What overflows while a run goes on is part of its course. */
const anyNumber = v.custom<number>((value) => typeof value === 'number');
const meanLosses = v.object({ iteration: whole, before: anyNumber, after: anyNumber });
const unfinished = v.object({ ...meanLosses.entries, steps: v.pipe(whole, v.minValue(1)) });
/** Earlier builds kept each step of the rest; a run goes on as well from those of whole points. */
const singleSteps = v.pipe(
  v.array(meanLosses),
  v.transform((): null => null),
);
/** A point in time that a date can stand for. */
const LAST_TIME = 8.64e15;
const time = v.pipe(v.number(), v.minValue(-LAST_TIME), v.maxValue(LAST_TIME));
const courseRecord = v.object({
  elapsed: v.number(),
  history: v.object({
    points: v.array(meanLosses),
    stride: v.pipe(v.number(), v.integer(), v.minValue(1)),
    rest: v.union([v.nullable(unfinished), singleSteps]),
  }),
  heldOut: v.array(heldOut),
});
/** A run goes on as well without. */
const NO_COURSE: RunCourse = { elapsed: 0, history: { points: [], stride: 1, rest: null }, heldOut: [] };

const summaryRecord = v.object({
  schema,
  id,
  settings: settingsSchema,
  changes: changesSchema,
  iteration: whole,
  begunAt: time,
  savedAt: time,
  heldOut: v.fallback(v.nullable(heldOut), null),
  ownTasks: v.exactOptional(tasksFileSchema),
});
const nameRecord = v.object({ schema, id, name: v.string() });
const stateRecord = v.object({
  schema,
  id,
  checkpoint: bytes,
  course: v.fallback(courseRecord, NO_COURSE),
});
const timelineRecord = v.object({ schema, runId: id, iteration: whole, weights: bytes });
const sessionRecord = v.object({
  schema,
  id,
  savedAt: time,
  runId: v.nullable(id),
  isTraining: v.boolean(),
  target: v.nullable(whole),
  link: v.string(),
  hasOwnTask: v.boolean(),
  // Read for itself: what is damaged of it does not take the rest away.
  imported: v.unknown(),
});

/** A name is a record of its own: whoever gives one must not wait for the run, nor the run for it. */
export interface NameRecord {
  readonly schema: typeof SCHEMA;
  readonly id: string;
  readonly name: string;
}
export type SummaryRecord = Omit<RunSummary, 'name'> & { readonly schema: typeof SCHEMA };
export interface StateRecord {
  readonly schema: typeof SCHEMA;
  readonly id: string;
  readonly checkpoint: Uint8Array;
  readonly course: RunCourse;
}
export interface TimelineRecord {
  readonly schema: typeof SCHEMA;
  readonly runId: string;
  readonly iteration: number;
  readonly weights: Uint8Array;
}
export type SessionRecord = Omit<SavedSession, 'imported'> & {
  readonly schema: typeof SCHEMA;
  readonly imported: Uint8Array | null;
};

const HINT = said`It cannot be opened any more; the rest of the page does not need it.`;

function damaged(what: Words, problem: Words): PlaygroundError {
  return new PlaygroundError('saved-work-damaged', said`${what}: ${problem}`, HINT);
}

function parse<Schema extends v.GenericSchema>(
  schemaOf: Schema,
  record: unknown,
  what: Words,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schemaOf, record);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue) ?? said`the record`;
  throw damaged(what, said`Expected ${place} to be ${expectedBy(issue)}, found ${foundBy(issue)}.`);
}

/** What a file's reader or core refuses is, in a record, a damaged record. */
function orDamaged<Value>(what: Words, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof PlaygroundError) throw damaged(what, error.words.message);
    throw error;
  }
}

/** `name` is `undefined` for a run without one. @throws PlaygroundError `saved-work-damaged`. */
export function readSummary(record: unknown, name: unknown): RunSummary {
  const what = said`Saved run`;
  const { schema: _, ...summary } = parse(summaryRecord, record, what);
  orDamaged(what, () => checkSettings(summary.settings));
  return { ...summary, name: name === undefined ? null : parse(nameRecord, name, what).name };
}

/** A run as the database holds it. */
export interface RunRecords {
  readonly summary: unknown;
  readonly name: unknown;
  readonly state: unknown;
  /** In any order; what of it is damaged is left out, for the run goes on without. */
  readonly timeline: readonly unknown[];
}

/** @throws PlaygroundError `saved-work-damaged`. */
export function readRunRecords({ summary, name, state, timeline }: RunRecords): SavedRun {
  const what = said`State of a saved run`;
  const { checkpoint, course } = parse(stateRecord, state, what);
  return {
    summary: readSummary(summary, name),
    checkpoint: orDamaged(what, () => readCheckpoint(checkpoint)),
    course,
    timeline: timeline
      .flatMap((record) => {
        try {
          return readWeightsFile(parse(timelineRecord, record, what).weights);
        } catch {
          return [];
        }
      })
      .toSorted((a, b) => a.details.iteration - b.details.iteration),
  };
}

/** Whether a later build of the page has written a record: nobody else may touch it. */
export function isOfLaterBuild(record: unknown): boolean {
  return v.is(v.object({ schema: v.pipe(v.number(), v.gtValue(SCHEMA)) }), record);
}

/** A tab's record, and why its imported weights are left out, if they are. */
export interface ReadSession {
  readonly session: SavedSession;
  readonly problem: PlaygroundError | null;
}

/** @throws PlaygroundError `saved-work-damaged`. */
export function readSession(record: unknown): ReadSession {
  const what = said`Saved tab`;
  const { schema: _, imported, ...session } = parse(sessionRecord, record, what);
  if (imported === null) return { session: { ...session, imported }, problem: null };
  try {
    const file = parse(bytes, imported, what);
    return {
      session: { ...session, imported: orDamaged(what, () => readWeightsFile(file)) },
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    return { session: { ...session, imported: null }, problem: error };
  }
}
