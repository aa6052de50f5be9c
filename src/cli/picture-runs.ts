/**
 * Tasks that are given whole, as Omniglot's `all_runs.zip` has them: a folder for each run, in which `class_labels.txt` names,
 * for each picture that is asked about, the one picture of its class that is to be learned from.
 *
 * Lake, Salakhutdinov & Tenenbaum, "Human-level concept learning through probabilistic program induction" (Science 350, 2015):
 * 20 runs of 20 letters of one alphabet each.
 */
import type { Words } from '#core/saying.ts';
import type { Picture } from '#families/pictures/area-average.ts';
import type { TaskDistribution } from '#families/task.ts';
import { badInput } from '#formats/bad-input.ts';
import { type PictureFile, readPictureTask, type ReadPictureTask } from './picture-folders.ts';

const LABELS = 'class_labels.txt';
const MOST_RUNS = 100;

/** The files of a run, named as a task in folders is: each class by the picture that it is learned from. */
function filesOf(
  labels: PictureFile,
  run: string,
  byName: ReadonlyMap<string, PictureFile>,
): readonly PictureFile[] {
  const lines = new TextDecoder()
    .decode(labels.read())
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const files = lines.flatMap((line, at): PictureFile[] => {
    const place = `“${labels.name}”, line ${at + 1}`;
    const [asked, learned, ...rest] = line.trim().split(/\s+/);
    if (asked === undefined || learned === undefined || rest.length > 0)
      throw badInput(place, 'the picture that is asked about and that of its class', line);
    const found = (name: string) => {
      const file = byName.get(name);
      if (file === undefined) throw badInput(place, 'a picture of the archive', name);
      return file;
    };
    const ofClass = learned.split('/').at(-1) ?? learned;
    return [
      { ...found(learned), name: `support/${ofClass}/${learned}` },
      { ...found(asked), name: `query/${ofClass}/${asked}` },
    ];
  });
  // A class of several queries is learned from one and the same picture.
  return [...new Map(files.map((file) => [`${run}/${file.name}`, file])).values()];
}

/**
 * The tasks of an archive's runs, in the order of their names, on pictures of `side` pixels a side. All have as many classes,
 * support pictures and queries. @throws PlaygroundError `input-invalid` naming the place.
 */
export function readPictureRuns(
  files: readonly PictureFile[],
  decode: (bytes: Uint8Array, where: Words) => Picture,
  side: number,
): readonly [ReadPictureTask, ...ReadPictureTask[]] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const labels = files
    .filter(({ name }) => name.split('/').at(-1) === LABELS)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (labels.length > MOST_RUNS) throw badInput('runs', `at most ${MOST_RUNS}`, `${labels.length}`);
  const tasks = labels.map((file) => {
    const run = file.name.slice(0, -LABELS.length);
    return readPictureTask(filesOf(file, run, byName), decode, side);
  });
  const [first, ...others] = tasks;
  if (first === undefined) throw badInput('runs', `a folder with “${LABELS}”`, 'none');
  const shapeOf = ({ ways, support, query }: ReadPictureTask) =>
    `${ways} classes, ${support.count} pictures to learn from, ${query.count} to be asked about`;
  others.forEach((task, at) => {
    if (shapeOf(task) !== shapeOf(first))
      throw badInput(`“${labels[at + 1]?.name ?? ''}”`, `${shapeOf(first)}, as before`, shapeOf(task));
  });
  return [first, ...others];
}

/** The same tasks by their numbers. @throws RangeError for a number beyond the last. */
export function runTasks(runs: ReturnType<typeof readPictureRuns>): TaskDistribution {
  const [{ side, ways }] = runs;
  return {
    inputSize: side * side,
    outputSize: ways,
    sampler: null,
    sample(index) {
      const run = runs[index];
      if (run === undefined) throw new RangeError(`Expected a run below ${runs.length}, found ${index}.`);
      return run;
    },
  };
}
