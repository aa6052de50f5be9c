/**
 * Whether a training fits into an adapter's memory, told before anything is built. Numbers here are float32, 4 bytes each.
 *
 * The fused engine's need is exact: it is counted as its schedules lay it out, and a test holds both against each other.
 * The tensor engine's is an estimate of the most that is alive at once, fitted to what TensorFlow.js reports of all its tensors
 * (`tf.profile`); a test holds it between that and 2.5 times that.
 */
import type { BackendReport, MemoryLimits } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { learnedSize } from './learned.ts';
import type { InnerLoopPlan } from './meta-engine.ts';
import { type Activation, type Architecture, parameterCount } from '#models/mlp.ts';
import { said } from '#core/saying.ts';
import { LEARNERS, type MetaAlgorithm } from './learners.ts';
import type { Settings } from './settings.ts';
import { trainedArchitecture } from './trained-architecture.ts';

const BYTES = 4;

/** The most that one memory of the fused engine may take: what the device binds, within reason. */
const FUSED_BUDGET = 2 ** 28;

/** Numbers in one memory of the fused engine, whose whole is one binding. */
export function fusedRoom({ tensorBytes }: Pick<MemoryLimits, 'tensorBytes'>): number {
  return Math.floor(Math.min(tensorBytes, FUSED_BUDGET) / BYTES);
}

/** A training, as far as its memory depends on it. */
export interface TrainingSize extends Pick<InnerLoopPlan, 'innerSteps' | 'innerBatch'> {
  readonly algorithm: MetaAlgorithm;
  readonly architecture: Architecture;
  readonly shots: number;
  readonly queryPoints: number;
  readonly metaBatch: number;
  readonly conjugateGradientSteps: number;
}

export function trainingSize(settings: Settings): TrainingSize {
  const { algorithm, shots, queryPoints, innerBatch, trainingSteps, metaBatch } = settings;
  return {
    algorithm: LEARNERS[algorithm].trains,
    architecture: trainedArchitecture(settings),
    shots,
    queryPoints,
    innerSteps: trainingSteps,
    innerBatch: innerBatch === 0 ? null : innerBatch,
    // Of many runs each has one task.
    metaBatch: LEARNERS[algorithm].made === 'byManyRuns' ? 1 : metaBatch,
    conjugateGradientSteps: settings.conjugateGradientSteps,
  };
}

/** Units of all layers but the input, about which points leave numbers behind. */
function unitsOf({ layerSizes }: Architecture): number {
  return layerSizes.slice(1).reduce((sum, size) => sum + size, 0);
}

/** Vectors as long as θ that the tensor engine keeps for each task: at least, and for each inner step. */
const VECTORS: Readonly<Record<MetaAlgorithm, readonly [least: number, eachStep: number]>> = {
  maml: [14, 13],
  fomaml: [16, 4],
  anil: [15, 3],
  metaSgd: [20, 16],
  reptile: [16, 4],
  multiStepLoss: [14, 15],
  imaml: [24, 4],
  pretrained: [16, 4],
};
/** Of conjugate gradients, for each of their steps. */
const VECTORS_OF_SOLVING = 16;
/** Of the outer loop, once for all tasks. */
const OUTER_VECTORS = 24;
/**
 * Numbers that a point leaves for each unit: of a support point in each inner step, where all steps are kept, fewer if only
 * the head moves; else once.
 */
const RECORD = { followed: 34, head: 18, plain: 11 } as const;

const SECOND_ORDER: ReadonlySet<MetaAlgorithm> = new Set(['maml', 'anil', 'metaSgd', 'multiStepLoss']);

/** The most that the tensor engine has at once, and its largest tensor, in bytes. */
export function tensorNeed(size: TrainingSize): MemoryLimits {
  const { algorithm, architecture, innerSteps, innerBatch, shots, queryPoints, metaBatch } = size;
  const parameters = parameterCount(architecture);
  const units = unitsOf(architecture);
  const [least, eachStep] = VECTORS[algorithm];
  const { innerLoop, moves, judgedAfter } = LEARNERS[algorithm];
  const solving = innerLoop === 'proximal' ? VECTORS_OF_SOLVING * size.conjugateGradientSteps : 0;
  const vectors = least + eachStep * innerSteps + solving;
  const support = innerBatch === null ? shots : Math.min(innerBatch, shots);
  const followed = moves === 'head' ? RECORD.head : RECORD.followed;
  const supportRecord = SECOND_ORDER.has(algorithm) ? followed * innerSteps * support : RECORD.plain * shots;
  const queries = judgedAfter === 'everyStep' ? queryPoints * innerSteps : queryPoints;
  const solved = innerLoop === 'proximal' ? RECORD.followed * shots : 0;
  const record = units * (supportRecord + RECORD.plain * queries + solved);
  const points = shots + queryPoints;
  return {
    tensorBytes: BYTES * metaBatch * Math.max(parameters, points * Math.max(...architecture.layerSizes)),
    totalBytes: BYTES * (metaBatch * (vectors * parameters + record) + OUTER_VECTORS * parameters),
  };
}

/** Numbers that a point leaves in the fused engine for each hidden unit, by what its activation's derivatives need. */
const FUSED_RECORD: Readonly<Record<Activation, number>> = {
  relu: 2,
  tanh: 3,
  sigmoid: 3,
  softplus: 3,
  sin: 4,
};

function fusedRecord({ layerSizes, activation }: Architecture): number {
  const hidden = layerSizes.slice(1, -1).reduce((sum, width) => sum + width, 0);
  return FUSED_RECORD[activation] * hidden + (layerSizes.at(-1) ?? 1);
}

/** Numbers of the fused engine's memory for one task, with what all tasks share. */
export function fusedNeed(size: TrainingSize): number {
  const { algorithm, architecture, innerSteps, innerBatch, shots, queryPoints } = size;
  const parameters = parameterCount(architecture);
  const learned = learnedSize(algorithm, architecture);
  const [inputs, outputs] = [architecture.layerSizes[0] ?? 1, architecture.layerSizes.at(-1) ?? 1];
  const points = shots + queryPoints;
  const support = innerBatch === null ? shots : Math.min(innerBatch, shots);
  const records = {
    maml: innerSteps * support + shots,
    fomaml: shots,
    anil: innerSteps * support + shots,
    metaSgd: innerSteps * support + shots,
    reptile: shots,
    multiStepLoss: innerSteps * support + shots,
    imaml: 3 * shots,
    pretrained: shots + points,
  }[algorithm];
  const vectors = {
    maml: innerSteps,
    fomaml: innerSteps,
    anil: 2 * innerSteps + 2,
    metaSgd: 2 * innerSteps + 1,
    reptile: innerSteps,
    multiStepLoss: 2 * innerSteps - 1,
    imaml: 2 * innerSteps + 3,
    pretrained: innerSteps,
  }[algorithm];
  const shared = 4 * learned + parameters;
  const results = learned + 3;
  const given = points * (inputs + 2 * outputs);
  return (
    shared + results + given + vectors * parameters + (records + queryPoints) * fusedRecord(architecture)
  );
}

/** What of a training does not fit; all in bytes. */
export interface Shortage {
  readonly kind: 'tensor' | 'total';
  readonly needed: number;
  readonly most: number;
}

/** What an engine has to compute with: its backend decides whether the fused engine is there. */
type Adapter = Pick<BackendReport, 'backend' | 'limits'>;

/** Why neither engine can train this here, or `null` where one can. */
export function shortageOf(size: TrainingSize, { backend, limits }: Adapter): Shortage | null {
  // Tasks that do not fit at once are taken in parts there.
  if (backend === 'webgpu' && fusedNeed(size) <= fusedRoom(limits)) return null;
  const { tensorBytes, totalBytes } = tensorNeed(size);
  if (tensorBytes > limits.tensorBytes) {
    return { kind: 'tensor', needed: tensorBytes, most: limits.tensorBytes };
  }
  if (totalBytes > limits.totalBytes) return { kind: 'total', needed: totalBytes, most: limits.totalBytes };
  return null;
}

/** The largest whole number up to `most` for which something holds that holds for all smaller ones, or `null`. */
function largest(most: number, holds: (value: number) => boolean): number | null {
  let [held, broken] = [0, most + 1];
  while (broken - held > 1) {
    const middle = Math.floor((held + broken) / 2);
    if (holds(middle)) held = middle;
    else broken = middle;
  }
  return held === 0 ? null : held;
}

/** The architecture with no hidden layer wider than that. */
export function narrowed(architecture: Architecture, width: number): Architecture {
  const { layerSizes } = architecture;
  const last = layerSizes.length - 1;
  const sizes = layerSizes.map((size, layer) =>
    layer === 0 || layer === last ? size : Math.min(size, width),
  );
  return { ...architecture, layerSizes: sizes };
}

/** The widest hidden layers with which settings fit, or `null` if none do. */
export function widestFitting(settings: Settings, adapter: Adapter): number | null {
  const { architecture } = settings;
  const fits = (width: number) =>
    shortageOf(trainingSize({ ...settings, architecture: narrowed(architecture, width) }), adapter) === null;
  return largest(Math.max(...architecture.layerSizes), fits);
}

/** The most tasks a meta-batch with which settings fit, or `null` if not even one does. */
export function mostTasksFitting(settings: Settings, adapter: Adapter): number | null {
  return largest(
    settings.metaBatch,
    (metaBatch) => shortageOf(trainingSize({ ...settings, metaBatch }), adapter) === null,
  );
}

const MEBIBYTE = 2 ** 20;

/** `12 MiB`, `1.5 GiB`. */
export function describeBytes(bytes: number): string {
  const mebibytes = bytes / MEBIBYTE;
  if (mebibytes < 1024) return `${Math.max(1, Math.round(mebibytes))} MiB`;
  return `${Number((mebibytes / 1024).toPrecision(2))} GiB`;
}

/** What a training needs and does not get, and what of it would fit. */
export interface Misfit extends Shortage {
  readonly widest: number | null;
  readonly mostTasks: number | null;
}

export function misfitOf(settings: Settings, adapter: Adapter): Misfit | null {
  const shortage = shortageOf(trainingSize(settings), adapter);
  if (shortage === null) return null;
  return {
    ...shortage,
    widest: widestFitting(settings, adapter),
    mostTasks: mostTasksFitting(settings, adapter),
  };
}

/** @throws PlaygroundError `architecture-invalid` where neither engine can train with these settings. */
export function expectTrainingFits(settings: Settings, adapter: Adapter): void {
  const misfit = misfitOf(settings, adapter);
  if (misfit === null) return;
  const { kind, needed, most, widest, mostTasks } = misfit;
  const room = describeBytes(most);
  const expected =
    kind === 'tensor'
      ? said`a training whose largest tensor has at most ${room}`
      : said`a training that needs at most ${room}`;
  const [way, another] = [
    ...(widest === null ? [] : [said`hidden layers of at most ${widest} units`]),
    ...(mostTasks === null ? [] : [said`a meta-batch of at most ${mostTasks} tasks`]),
  ];
  throw new PlaygroundError(
    'architecture-invalid',
    said`Expected ${expected} on ${adapter.backend} here, found ${describeBytes(needed)}.`,
    way === undefined
      ? said`Fewer points or inner steps need less.`
      : another === undefined
        ? said`It would fit with ${way}.`
        : said`It would fit with ${way}, or with ${another}.`,
  );
}
