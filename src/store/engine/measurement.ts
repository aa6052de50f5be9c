/** How fast each backend of this machine meta-trains, as the page shows it. */
import type { BackendName, MeasuredChoices } from '#core/backend.ts';
import type { Words } from '#core/saying.ts';
import type { EngineState } from '#engine/protocol.ts';
import type { Settings } from '#training/settings.ts';

/** What was found of one backend. */
export type Timing =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'underWay' }
  | {
      readonly kind: 'timed';
      /** Of one meta-step, over those of some seconds. */
      readonly milliseconds: number;
      readonly adapter: string;
      /** What took the meta-steps. */
      readonly kernels: EngineState['kind'];
    }
  | { readonly kind: 'unavailable'; readonly reason: Words }
  /** The visitor did not wait for it. */
  | { readonly kind: 'left' };

export interface Measurement {
  /** Of the run, or of the next one. */
  readonly settings: Settings;
  /** In the usual order. */
  readonly timings: Readonly<Record<BackendName, Timing>>;
  readonly isOver: boolean;
}

export interface MeasurementSlice {
  /** The last one, or the one under way. */
  readonly measurement: Measurement | null;
  /** What the visitor has chosen after measuring, now or on an earlier visit. */
  readonly measuredChoices: MeasuredChoices;
  /** Times every backend in a worker of its own; a training waits meanwhile, and its run is left alone. */
  readonly measureEngines: () => Promise<void>;
  readonly stopMeasuring: () => void;
  /** From now on a measured backend is taken on this machine, unless the address asks for another. */
  readonly chooseMeasured: (backend: BackendName) => Promise<void>;
  /** Back to the usual order, on every machine. */
  readonly forgetMeasured: () => Promise<void>;
}

/** Where choices are kept from visit to visit. */
export interface ChoiceMemory {
  recall(): MeasuredChoices;
  remember(choices: MeasuredChoices): void;
}

/** The backend that was fastest; `null` if none was timed. */
export function fastestOf({ timings }: Measurement): { backend: BackendName; milliseconds: number } | null {
  const timed = (Object.entries(timings) as [BackendName, Timing][]).flatMap(([backend, timing]) =>
    timing.kind === 'timed' ? [{ backend, milliseconds: timing.milliseconds }] : [],
  );
  return timed.toSorted((left, right) => left.milliseconds - right.milliseconds)[0] ?? null;
}
