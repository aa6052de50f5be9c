/** The tensor backends, in the order in which they are tried, what is told of the chosen one, and what computes on it. */
import { PlaygroundError } from './errors.ts';
import { listed, said, type Words } from './saying.ts';

export const BACKENDS = ['webgpu', 'webgl', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

export function isBackendName(value: unknown): value is BackendName {
  return BACKENDS.some((backend) => backend === value);
}

/** Why a backend was not chosen, in the words of whoever refused. */
export interface BackendRefusal {
  readonly backend: BackendName;
  readonly reason: Words;
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
}

/** What computes on an open backend: kernels of our own (on WebGPU alone), or TensorFlow.js's operations. */
export const ENGINE_NAMES = ['fused', 'tensor'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

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

/** Never passed over, or nothing would be computed at all. */
const LAST_RESORT: BackendName = 'cpu';

/** Whether a backend that has failed the self-check on an adapter is left out: one that the visitor named is not. */
export function isPassedOver(
  place: Pick<BackendReport, 'backend' | 'adapter'>,
  { backend, afterLoss }: BackendChoice,
  verdicts: Verdicts,
): boolean {
  const wish = afterLoss === undefined ? backend : afterLoss.wish;
  const hasFailed = verdicts[placeOf(place)]?.includes('tensor') === true;
  return hasFailed && place.backend !== wish && place.backend !== LAST_RESORT;
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
