/** What computes: the backends in the order in which they are tried, and what is told of the chosen one. */
import { PlaygroundError, reportOf } from './errors.ts';
import { listed, said, type Words } from './saying.ts';

/** Two for graphics cards, then the processor: by kernels on its SIMD units, and by plain JavaScript. */
export const BACKENDS = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Those of TensorFlow.js. */
export const TENSOR_BACKENDS = ['webgpu', 'webgl', 'cpu'] as const satisfies readonly BackendName[];
export type TensorBackendName = (typeof TENSOR_BACKENDS)[number];

export function isBackendName(value: unknown): value is BackendName {
  return BACKENDS.some((backend) => backend === value);
}

/** Why a backend was not chosen, in the words of whoever refused. */
export interface BackendRefusal {
  readonly backend: BackendName;
  readonly reason: Words;
  /** It would work if it were asked for by its name, but software emulates its adapter. */
  readonly isEmulated?: true;
}

/** What an adapter lends, in bytes. */
export interface MemoryLimits {
  /** The largest tensor, or binding. */
  readonly tensorBytes: number;
  /** All tensors at once; no adapter tells, so it is a share of the machine's memory. */
  readonly totalBytes: number;
}

const GIBIBYTE = 2 ** 30;
/** Of a machine that does not tell. */
const USUAL_MEMORY = 4;
/** Of its memory, for tensors. */
const SHARE = 0.25;

/** For all tensors at once, on a machine with so many gibibytes, as browsers tell it (`navigator.deviceMemory`), if they do. */
export function totalBytesOf(deviceMemory: unknown): number {
  const isTold = typeof deviceMemory === 'number' && deviceMemory > 0;
  return (isTold ? deviceMemory : USUAL_MEMORY) * SHARE * GIBIBYTE;
}

export interface BackendReport {
  readonly backend: BackendName;
  /** The adapter or renderer in the driver's own words. */
  readonly adapter: string;
  /** Whether the GPU is emulated by software. */
  readonly emulated: boolean;
  readonly limits: MemoryLimits;
  /** The user's wish, if there was one. */
  readonly requested: BackendName | null;
  /** Those tried before, with their reasons. */
  readonly refused: readonly BackendRefusal[];
  /** Why it computes if it is not the first of the usual order that works here. */
  readonly because?: Because;
}

/** The fastest that the visitor has measured here, or an emulated one where only plain JavaScript was left. */
export type Because = 'measured' | 'standIn';

/** What the visitor has chosen after measuring, by the names of the graphics adapters there were. */
export type MeasuredChoices = Readonly<Record<string, BackendName>>;

/** The name under which a choice is kept where no graphics adapter was. */
export const NO_ADAPTER = 'none';

/** Backends of graphics cards, or of what software emulates of one. */
export const GRAPHICS_BACKENDS = ['webgpu', 'webgl'] as const satisfies readonly BackendName[];

/** Why the SIMD units meta-train on one thread only. */
export type OneThreadReason =
  /** The host does not isolate the page, or another page has it in a frame, so that threads could share no memory. */
  | 'notIsolated'
  /** As above, since the page came neither over https nor from this machine. */
  | 'insecure'
  /** The page is isolated, yet the browser shares no memory: WebKitGTK as it is built. */
  | 'notShared'
  | 'oneCore'
  /** The others were lost again and again. */
  | 'lost';

/** Threads on which the SIMD units may meta-train; a chain of meta-steps takes all of them or one, whichever is faster. */
export interface Threads {
  readonly count: number;
  /** `null` where there are several. */
  readonly whyOne: OneThreadReason | null;
}

/** What computes on an open backend: kernels of our own (on WebGPU and on SIMD units), or TensorFlow.js's operations. */
export const ENGINE_NAMES = ['fused', 'tensor'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/**
 * What a run may be trained by, each with bits of its own: kernels on WebGPU, kernels on SIMD units, TensorFlow.js, and `cpu`, which
 * is TensorFlow.js in plain JavaScript: its bits are the same on every machine.
 */
export const TRAINING_ENGINES = ['fused', 'wasm', 'tensor', 'cpu'] as const;
export type TrainingEngine = (typeof TRAINING_ENGINES)[number];

/** What trained some weights: one engine, or several, one after the other. */
export const TRAINED_BY = [...TRAINING_ENGINES, 'several'] as const;
export type TrainedBy = (typeof TRAINED_BY)[number];

/** The engines of a backend. */
export function enginesOn(backend: BackendName): readonly EngineName[] {
  return backend === 'webgpu' || backend === 'wasm' ? ENGINE_NAMES : ['tensor'];
}

/** Engines that have failed the self-check, by the backend and adapter on which they did (`placeOf`). */
export type Verdicts = Readonly<Record<string, readonly EngineName[]>>;

/** The backend and adapter on which an engine was checked; another may compute rightly. */
export function placeOf({ backend, adapter }: Pick<BackendReport, 'backend' | 'adapter'>): string {
  return `${backend}, ${adapter}`;
}

/** What the page wants opened: first a backend, or the best one. */
export interface BackendChoice {
  readonly backend: BackendName | null;
  /** Set where the page chose the backend by itself, after a loss. */
  readonly afterLoss?: {
    /** What the visitor chose by its name. */
    readonly wish: BackendName | null;
    /** Lost too often, so that any other is better. */
    readonly avoided: readonly BackendName[];
  };
}

/** The backends in the order in which they are tried. */
export function backendsInOrder({ backend, afterLoss }: BackendChoice): readonly BackendName[] {
  const avoided = afterLoss?.avoided ?? [];
  const first = backend === null ? [] : [backend];
  const others = BACKENDS.filter((name) => name !== backend);
  const isAvoided = (name: BackendName) => avoided.includes(name);
  return [...first, ...others.filter((name) => !isAvoided(name)), ...others.filter(isAvoided)];
}

/** What the visitor chose by its name, whatever the page opens first. */
function wishOf({ backend, afterLoss }: BackendChoice): BackendName | null {
  return afterLoss === undefined ? backend : afterLoss.wish;
}

/** Never passed over, or nothing would be computed at all. */
const LAST_RESORT: BackendName = 'cpu';

/** Whether a backend that has failed the self-check on an adapter is left out: one that the visitor named is not. */
export function isPassedOver(
  place: Pick<BackendReport, 'backend' | 'adapter'>,
  choice: BackendChoice,
  verdicts: Verdicts,
): boolean {
  const hasFailed = verdicts[placeOf(place)]?.includes('tensor') === true;
  return hasFailed && place.backend !== wishOf(choice) && place.backend !== LAST_RESORT;
}

/** The same choice, were a measured backend the visitor's own wish, where there is none. */
export function withMeasured(choice: BackendChoice, measured: BackendName | null): BackendChoice {
  if (measured === null || wishOf(choice) !== null) return choice;
  const { afterLoss } = choice;
  return afterLoss === undefined
    ? { backend: measured }
    : { ...choice, afterLoss: { ...afterLoss, wish: measured } };
}

/** Emulated, its fused kernels are several times as fast as plain JavaScript; TensorFlow.js on emulated WebGL is slower than that. */
const STAND_IN: BackendName = 'webgpu';

/** What is taken, emulated, before a backend if that is all that is left and nobody has asked for it; `null` for nothing. */
export function standInFor(
  backend: BackendName,
  choice: BackendChoice,
  refused: readonly BackendRefusal[],
): BackendName | null {
  if (backend !== LAST_RESORT || wishOf(choice) === LAST_RESORT) return null;
  const isAvoided = choice.afterLoss?.avoided.includes(STAND_IN) === true;
  const isBroken = refused.some((refusal) => refusal.backend === STAND_IN && refusal.isEmulated !== true);
  return isAvoided || isBroken ? null : STAND_IN;
}

/** Whether an adapter counts for nothing because software emulates it, on the very processor: unless the visitor named it. */
export function isNoGpu(
  { backend, emulated }: Pick<BackendReport, 'backend' | 'emulated'>,
  choice: BackendChoice,
): boolean {
  return emulated && backend !== wishOf(choice);
}

/** That a backend is left out although it would work, because software emulates its adapter. */
export class EmulatedAdapter extends PlaygroundError {
  constructor(adapter: string) {
    super('backend-unavailable', said`software emulates its adapter (${adapter}), so it is no graphics card`);
  }
}

/** Opens the first backend that does, and tells why those before it did not. @throws PlaygroundError `backend-unavailable` if none does. */
export async function openFirst<Name extends BackendName, Opened>(
  names: readonly Name[],
  open: (name: Name, refused: readonly BackendRefusal[]) => Promise<Opened>,
): Promise<{ readonly opened: Opened; readonly refused: readonly BackendRefusal[] }> {
  const refused: BackendRefusal[] = [];
  for (const backend of names) {
    try {
      return { opened: await open(backend, refused), refused };
    } catch (error) {
      const isEmulated = error instanceof EmulatedAdapter;
      refused.push({ backend, reason: reportOf(error).message, ...(isEmulated ? { isEmulated } : {}) });
    }
  }
  const everyRefusal = refused
    .map(({ backend, reason }) => said`${backend}: ${reason}`)
    .reduce((before, refusal) => said`${before}; ${refusal}`);
  throw new PlaygroundError(
    'backend-unavailable',
    said`Expected one of ${listed(names)} to start; ${everyRefusal}.`,
  );
}

/** Reads the `backend` parameter of a query string. @throws PlaygroundError `backend-unknown`. */
export function requestedBackend(query: string): BackendName | null {
  const value = new URLSearchParams(query).get('backend');
  if (value === null || isBackendName(value)) return value;
  throw new PlaygroundError(
    'backend-unknown',
    said`Expected ?backend= to be one of ${listed(BACKENDS)}, found “${value.slice(0, 40)}”.`,
    said`The best backend that this browser has was chosen instead.`,
  );
}
