/** From the command line of `train`, and the files it names, to what is to be trained. */
import { existsSync } from 'node:fs';
import { briefly } from '#core/brief-digest.ts';
import type { TrainedBy } from '#core/backend.ts';
import { basename, dirname, join } from 'node:path';
import { LEARNERS } from '#training/learners.ts';
import { type PresetName, presetSettings } from '#training/presets.ts';
import type { Settings } from '#training/settings.ts';
import { type SettingChange, settingsAfter, settingsBefore } from '#training/steering.ts';
import { expectCurves } from '#families/family-of.ts';
import type { PointCounts } from '#families/task.ts';
import { MODEL_ITERATIONS } from '#worker/multi-task.ts';
import { givenTasks } from '#training/training-plan.ts';
import { commonCounts } from '#families/own-tasks.ts';
import { badInput } from '#formats/bad-input.ts';
import { type Checkpoint, readCheckpoint } from '#formats/checkpoint.ts';
import { readTasks } from '#formats/point-files.ts';
import type { GivenFile, TasksFile } from '#formats/weights-file.ts';
import { readChanges, writeChanges } from './changes.ts';
import { wholeOf, wholesOf } from './command.ts';
import { expectDrawn } from './curve-files.ts';
import { goalOf } from './error-goal.ts';
import { digestOf, expectWritable, ofFile, readBytes, readText } from './files.ts';
import { architectureLike, initialWeights, readInitial, seededWeights } from './first-weights.ts';
import { type FlagTexts, openingOf, readFlags } from './flags.ts';
import { isOfPictures, type OwnTasks } from './host/headless-engine.ts';
import { readPictures } from './picture-files.ts';
import type { TrainingJob } from './training.ts';

/** What `train` is given beside settings. */
export interface TrainingWishes {
  readonly out: string;
  readonly resume: boolean;
  readonly init?: string;
  readonly tasks?: string;
  /** A zip of pictures. */
  readonly data?: string;
  /** Whether none of its classes is held out. */
  readonly allClasses?: boolean;
  readonly preset?: PresetName;
  readonly stopAt?: string;
  readonly stopError?: string;
  /** What is taken up on the way. */
  readonly change?: readonly string[];
  readonly checkpoints?: string;
  readonly checkpointEvery?: string;
  readonly checkpointsAt?: string;
}

/** What is to be trained, and where it is written. */
export interface TrainingOrder {
  readonly job: TrainingJob;
  readonly out: string;
  /** Where an unfinished run is kept. */
  readonly checkpoint: string;
  /** Where first weights and tasks came from, if not from the settings. */
  readonly startedFrom: GivenFile | null;
  /** What has trained the run so far, `null` before its first iteration; checkpoints of older builds do not tell. */
  readonly before: TrainedBy | 'unknown' | null;
  readonly ownTasks: TasksFile | null;
  /** What the run has taken up before. */
  readonly taken?: readonly SettingChange[];
  /** The weights file of an iteration along the run. */
  readonly markPath: (iteration: number) => string;
}

const EXTENSION = '.safetensors';

/** The user's own tasks, or pictures, and the file they stand in. */
interface GivenTasks {
  readonly tasks: OwnTasks;
  readonly given: TasksFile;
}

/** Of a run: its settings, where it begins, and where that came from. */
type Start = Pick<TrainingJob, 'settings' | 'from'> &
  Pick<TrainingOrder, 'startedFrom' | 'before'> & {
    readonly taken: readonly SettingChange[];
    readonly changes: readonly SettingChange[];
  };

async function readOwnTasks({ tasks, data, allClasses = false }: TrainingWishes): Promise<GivenTasks | null> {
  if (tasks !== undefined && data !== undefined) throw badInput('--data', 'no --tasks beside it', '--tasks');
  if (data !== undefined) {
    const { set, given } = await readPictures(data);
    const split = allClasses ? {} : ({ isSplit: true } as const);
    return { tasks: { set, ...split }, given: { ...given, ...split } };
  }
  if (allClasses) throw badInput('--all-classes', 'a zip of pictures by --data', 'none');
  if (tasks === undefined) return null;
  const text = await readText(tasks);
  return { tasks: readTasks(text, tasks), given: { file: tasks, sha256: digestOf(text) } };
}

/**
 * Settings that fit the tasks: as many points as flags ask for, else as many as the run had that is gone on with, else
 * as many as all tasks have.
 */
function fitTasks(
  settings: Settings,
  own: GivenTasks | null,
  texts: FlagTexts,
  before: PointCounts | null,
): Settings {
  if (own === null) return settings;
  if (isOfPictures(own.tasks)) {
    givenTasks(settings, own.tasks);
    return settings;
  }
  expectCurves(settings);
  if (LEARNERS[settings.algorithm].sees === 'task') {
    throw badInput('--tasks', 'an algorithm that is not told amplitude and phase', 'the oracle');
  }
  const most = commonCounts(own.tasks);
  const unsaid = before ?? most;
  const shots = texts['shots'] === undefined ? unsaid.shots : settings.shots;
  const queryPoints = texts['query-points'] === undefined ? unsaid.queryPoints : settings.queryPoints;
  const { file } = own.given;
  if (shots > most.shots)
    throw badInput(file, `tasks of at least ${shots} support points`, `one of ${most.shots}`);
  if (queryPoints > most.queryPoints)
    throw badInput(file, `tasks of at least ${queryPoints} query points`, `one of ${most.queryPoints}`);
  // Through the flags, because a file may have more points than settings allow.
  return readFlags(
    { ...settings, shots: 1, queryPoints: 1 },
    {
      shots: `${shots}`,
      'query-points': `${queryPoints}`,
    },
  );
}

/** The first iteration that has weights to show: the multi-task baseline is a mean of finished networks. */
function firstResult({ algorithm }: Settings): number {
  return LEARNERS[algorithm].made === 'byManyRuns' ? MODEL_ITERATIONS : 0;
}

function marksOf(wishes: TrainingWishes, settings: Settings, until: number): number[] {
  const { checkpointEvery, checkpointsAt } = wishes;
  const least = firstResult(settings);
  const marks = checkpointsAt === undefined ? [] : wholesOf('checkpoints-at', checkpointsAt, least);
  if (checkpointEvery !== undefined) {
    const every = wholeOf('checkpoint-every', checkpointEvery, Math.max(1, least));
    for (let mark = every; mark <= until; mark += every) marks.push(mark);
  }
  return marks;
}

/** Where the run ends. @throws PlaygroundError naming the flag by which it would end amid a network. */
function endOf(settings: Settings, stopAt: string | undefined): number {
  const until = stopAt === undefined ? settings.iterations : wholeOf('stop-at', stopAt, 0);
  if (firstResult(settings) > 0 && (until === 0 || until % MODEL_ITERATIONS !== 0)) {
    const flag = stopAt === undefined ? '--iterations' : '--stop-at';
    const multiple = `a whole multiple of ${MODEL_ITERATIONS.toLocaleString('en')} for multiTask`;
    throw badInput(flag, multiple, `${until}`, 'It trains one network after the other, each for so long.');
  }
  return until;
}

/** Whoever goes on may repeat the flags of the run, but not change them. */
function expectSame(
  kept: Checkpoint,
  begun: Settings,
  wanted: Settings,
  own: GivenTasks | null,
  path: string,
): void {
  const digest = own?.given.sha256 ?? null;
  for (const id of Object.keys(begun) as (keyof Settings)[]) {
    const [expected, found] = [JSON.stringify(begun[id]), JSON.stringify(wanted[id])];
    if (expected !== found) throw badInput(`--resume from ${path}`, `${id} = ${expected} as before`, found);
  }
  if (kept.tasksDigest === digest) {
    const [before, now] = [kept.ownTasks?.isSplit, own?.given.isSplit].map((isSplit) =>
      isSplit === true ? 'some classes held out' : '--all-classes',
    );
    if (before !== now) throw badInput(`--resume from ${path}`, `${before} as before`, `${now}`);
    return;
  }
  const named = ({ file, sha256 }: GivenFile) => `${file} (SHA-256 ${briefly(sha256)}…)`;
  const before = kept.ownTasks ?? null;
  // Checkpoints of older builds have no name for it.
  const expected = kept.tasksDigest === null ? 'no --tasks or --data' : 'the --tasks or --data of before';
  throw badInput(
    `--resume from ${path}`,
    before === null ? expected : `${named(before)} as before`,
    own === null ? 'no --tasks or --data' : named(own.given),
  );
}

/** What a run that is gone on with still takes up: what it was told before, unless whoever goes on tells of all changes anew. */
function comingChanges(
  told: readonly SettingChange[],
  kept: Checkpoint,
  path: string,
): readonly SettingChange[] {
  const taken = kept.changes ?? [];
  const { iteration } = kept.snapshot;
  if (told.length === 0) return kept.coming ?? [];
  const coming = told.slice(taken.length);
  const isSame = JSON.stringify(told.slice(0, taken.length)) === JSON.stringify(taken);
  if (isSame && coming.every((change) => change.iteration >= iteration)) return coming;
  const expected = taken.length === 0 ? 'none before it' : writeChanges(taken).join(' ');
  throw badInput(
    `--resume from ${path}`,
    `changes as far as iteration ${iteration} like those of the run: ${expected}`,
    writeChanges(told).join(' '),
  );
}

/** The state that a checkpoint has, if the flags do not say otherwise. */
async function resume(
  { init, preset, change = [] }: TrainingWishes,
  texts: FlagTexts,
  own: GivenTasks | null,
  path: string,
): Promise<Start> {
  if (!existsSync(path)) {
    const hint = 'Without --resume the run begins anew.';
    throw badInput('--resume', `a checkpoint ${path}`, 'none', hint);
  }
  const bytes = await readBytes(path);
  const kept = ofFile(path, () => readCheckpoint(bytes));
  const taken = kept.changes ?? [];
  const begun = settingsBefore(kept.settings, taken);
  const base = preset === undefined ? begun : presetSettings(preset);
  const wanted = fitTasks(readFlags(base, texts), own, texts, begun);
  const { architecture } = init === undefined ? wanted : kept.settings;
  expectSame(kept, begun, { ...wanted, architecture }, own, path);
  const { startedFrom = null } = kept;
  if (init !== undefined && startedFrom !== null) {
    const { sha256 } = (await readInitial(init)).given;
    if (sha256 !== startedFrom.sha256) throw badInput('--init', 'the weights of before', `others in ${init}`);
  }
  const before = kept.engine ?? 'unknown';
  const changes = comingChanges(readChanges(change, begun), kept, path);
  return { settings: kept.settings, from: kept.snapshot, startedFrom, before, taken, changes };
}

async function begin(
  { init, preset, change = [] }: TrainingWishes,
  texts: FlagTexts,
  own: GivenTasks | null,
): Promise<Start> {
  const base = preset === undefined ? openingOf(texts) : presetSettings(preset);
  const settings = fitTasks(readFlags(base, texts), own, texts, null);
  const changes = readChanges(change, settings);
  const first = { before: null, taken: [], changes };
  if (init === undefined) return { settings, from: seededWeights(settings), startedFrom: null, ...first };
  const flag = ['model', 'hidden', 'filters', 'normalisation', 'activation'].find(
    (name) => texts[name] !== undefined,
  );
  if (flag !== undefined) throw badInput('--init', `no --${flag}: the file has a network`, `--${flag}`);
  const file = await readInitial(init);
  const fitting = { ...settings, architecture: architectureLike(file, settings) };
  return { settings: fitting, from: initialWeights(file, fitting), startedFrom: file.given, ...first };
}

/** @throws PlaygroundError naming the flag, or the file and the place in it. */
export async function planTraining(wishes: TrainingWishes, texts: FlagTexts): Promise<TrainingOrder> {
  const { out } = wishes;
  const checkpoint = `${out}.checkpoint`;
  const own = await readOwnTasks(wishes);
  const { settings, from, startedFrom, before, taken, changes } = wishes.resume
    ? await resume(wishes, texts, own, checkpoint)
    : await begin(wishes, texts, own);
  await expectDrawn(settings);
  // Tasks of the user's own have to have enough points for what the run takes up, too.
  for (let at = 1; at <= changes.length; at++) {
    const now = settingsAfter(settings, changes.slice(0, at));
    fitTasks(now, own, {}, now);
  }
  const ended = settingsAfter(settings, changes);
  const late = changes.find(({ iteration }) => iteration >= ended.iterations);
  if (late !== undefined)
    throw badInput(
      '--change',
      `an iteration before ${ended.iterations}, where the run ends`,
      `${late.iteration}`,
    );
  const until = endOf(ended, wishes.stopAt);
  if ('iteration' in from && from.iteration > until) {
    throw badInput('--resume', `a checkpoint of at most ${until} iterations`, `${from.iteration}`);
  }
  const goal = goalOf(wishes.stopError, ended, own?.tasks ?? null);
  const marks = marksOf(wishes, settings, until);
  const folder = wishes.checkpoints ?? dirname(out);
  const name = basename(out, EXTENSION);
  const markPath = (iteration: number) => join(folder, `${name}-${iteration}${EXTENSION}`);
  await expectWritable(out, '--out');
  if (marks.length > 0) await expectWritable(markPath(until), '--checkpoints');
  return {
    job: { settings, from, until, ownTasks: own?.tasks ?? null, changes, marks, goal },
    out,
    checkpoint,
    startedFrom,
    before,
    ownTasks: own?.given ?? null,
    taken,
    markPath,
  };
}
