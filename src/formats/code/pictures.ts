/** The shown task of pictures as a file of its own beside the lines of code: so many pixels are no lines to read. */
import { familyOf } from '#families/family-of.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import type { PointSet } from '#families/task.ts';
import { type Architecture, inputSize, isMlp, parameterLayout } from '#models/architecture.ts';
import type { Conv } from '#models/conv.ts';
import { writeNpz } from '../npz.ts';
import type { WeightsFile } from '../weights-file.ts';
import type { InnerLoop } from './request.ts';

/** As the programs open it, beside themselves. */
export const TASK_FILE = 'task.npz';

/** Whether a network names classes, so that cross-entropy is its loss. */
export function namesClasses({ details }: WeightsFile): boolean {
  return lossOf(familyOf(details.settings).loss).isOfClasses;
}

export function isConvolution(architecture: Architecture): architecture is Conv {
  return architecture.model === 'conv';
}

/** What the lines of code can be of: perceptrons, and convolutions that name classes. */
export function isWrittenOut(weights: WeightsFile): boolean {
  const { architecture } = weights.network;
  return isMlp(architecture) || (isConvolution(architecture) && namesClasses(weights));
}

/** The shape that a framework's network takes pictures in, without how many. */
export function shapeOfPicture(architecture: Architecture): readonly number[] {
  if (!isConvolution(architecture)) return [inputSize(architecture)];
  const [height, width, channels] = architecture.input;
  return [channels, height, width];
}

/** The module of the head, as PyTorch numbers it. */
export function headModule(architecture: Architecture): string {
  return parameterLayout(architecture).at(-1)?.name.replace('.bias', '') ?? '';
}

/**
 * The bytes of the task: `support_x`, `query_x` [pictures, pixels], ink being 1 and paper 0, and `support_y`, `query_y`
 * [pictures, classes], a 1 at the class of each.
 */
export function taskFile({ support, query }: Pick<InnerLoop, 'support' | 'query'>): Uint8Array<ArrayBuffer> {
  const arraysOf = (part: string, { x, y, count }: PointSet) =>
    [['x', x] as const, ['y', y] as const].map(([name, data]) => ({
      name: `${part}_${name}`,
      shape: [count, data.length / count],
      data,
    }));
  return writeNpz({ metadata: {}, tensors: [...arraysOf('support', support), ...arraysOf('query', query)] });
}

/** What the programs say of it. */
export const TASK_COMMENT = `# The task on the page: rows of pixels, ink being 1 and paper 0, and a 1 at the class of each.`;
