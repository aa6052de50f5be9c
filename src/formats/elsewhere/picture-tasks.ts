/** Tasks of pictures in Python: drawn here and read there, or drawn there of a zip's pictures by the same counters as here. */
import { STREAMS } from '#core/rng.ts';
import { CLASS_DRAWS, CLASS_STRIDE, DRAWING_DRAWS } from '#families/characters/draws.ts';
import { TURNS } from '#families/characters/settings.ts';
import { countsOf } from '#training/training-plan.ts';
import type { Settings } from '#training/settings.ts';
import { hexadecimal, THREEFRY } from './drawn-tasks.ts';
import { lines, parted } from './lines.ts';
import { PICTURES_FILE, type PictureSupply } from './picture-supply.ts';

/** What of the settings fixes a task, and the pictures themselves. */
export function pictureConstants(settings: Settings, { heldOut, ink, metaSteps }: PictureSupply): string {
  const { seed, ways } = settings;
  const { shots, queryPoints } = countsOf(settings);
  const arrays = metaSteps === null ? ['PICTURES', 'COUNTS', 'HELD_OUT'] : ['TRAINING', 'HELD_OUT'];
  const names = arrays.map((name) => `"${name.toLowerCase()}"`);
  return lines(
    metaSteps === null
      ? `# Pictures of the classes to train on, class after class, how many each class has, and ${heldOut} held-out tasks.`
      : `# Tasks of some meta-steps, drawn by the playground from the alphabets that it invents, and ${heldOut} held-out ones.`,
    `${arrays.join(', ')} = map(np.load("${PICTURES_FILE}").get, (${names.join(', ')}))`,
    metaSteps === null
      ? null
      : `DRAWN = range(${metaSteps.from}, ${metaSteps.to})  # By the meta-steps taken before.`,
    metaSteps === null
      ? `SEED, META_TRAINING, TURNS, INK = ${seed}, ${STREAMS.metaTraining}, ${TURNS}, ${ink}  # A class turned by quarters is another one; paper is 0.`
      : `INK = ${ink}  # Paper is 0.`,
    `CLASSES, SHOTS, QUERY_POINTS = ${ways}, ${shots}, ${queryPoints}  # Of a task; as many pictures are of each class.`,
  );
}

const POINTS = `def points(drawings):
    """Support and query points, each x [tasks, points, pixels] and y [tasks, points, classes], of drawings of each class."""
    x = torch.from_numpy(drawings.astype(np.float32)).to(DEVICE).flatten(3) / INK
    y = torch.eye(CLASSES, device=DEVICE).unsqueeze(1).expand(*x.shape[:3], -1)
    parts = slice(0, SHOTS // CLASSES), slice(SHOTS // CLASSES, None)
    return tuple(tuple(each[:, :, part].flatten(1, 2) for each in (x, y)) for part in parts)`;

const READ = `def sample(first, count):
    """Tasks first … first + count − 1 of the training: support and query points."""
    first -= DRAWN.start * META_BATCH
    return points(TRAINING[first : first + count])`;

const DISTINCT = `def distinct(shares, most):
    """As many different numbers below \`most\` as there are shares: the beginning of a shuffle (Fisher & Yates)."""
    order = np.arange(most)
    for place, share in enumerate(shares):
        other = place + int(share * (most - place))
        order[[place, other]] = order[[other, place]]
    return order[: len(shares)]`;

const SAMPLE = `def sample(first, count):
    """Tasks first … first + count − 1 of the training: support and query points."""
    task, place = np.arange(first, first + count)[:, None, None], np.arange(CLASSES)[:, None]
    # Numbers on [0, 1), each fixed by its counters alone: by which class stands in a place, then by which of its drawings.
    draws = ${hexadecimal(DRAWING_DRAWS)} + ${hexadecimal(CLASS_STRIDE)} * place + np.arange((SHOTS + QUERY_POINTS) // CLASSES)
    draws = np.concatenate([${hexadecimal(CLASS_DRAWS)} + place, draws], 1)
    shares = (threefry((SEED, META_TRAINING), task, draws)[0] >> np.uint32(8)) * 2.0**-24
    drawings = []
    for of_task in shares:
        numbers = distinct(of_task[:, 0], TURNS * len(COUNTS))
        for number, of_class in zip(numbers, of_task[:, 1:]):
            turn, which = divmod(number, len(COUNTS))
            chosen = COUNTS[:which].sum() + distinct(of_class, COUNTS[which])
            drawings.append(np.rot90(PICTURES[chosen], -turn, (1, 2)))
    return points(np.stack(drawings).reshape(count, CLASSES, -1, *PICTURES.shape[1:]))`;

/** The functions that give tasks; they end in `sample`. */
export function pictureTasks({ metaSteps }: PictureSupply): string {
  return parted(metaSteps === null ? [THREEFRY, DISTINCT, POINTS, SAMPLE] : [POINTS, READ]);
}
