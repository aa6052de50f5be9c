/** The store: all slices together, without React. */
import { createStore, type StoreApi } from 'zustand';
import type { Tuning, Tunings } from '#core/tuning.ts';
import { createEngineClient, type EngineListener, type EngineSurroundings } from '#engine/client.ts';
import { CURVES_SLICE } from './curves/curves-slice.ts';
import { createAdaptationSlice } from './task/adaptation-slice.ts';
import { createBackground } from './engine/background-slice.ts';
import { createComparisonSlice } from './compare/comparison-slice.ts';
import { createContestantsSlice } from './contestants/contestants-slice.ts';
import type { ShippedWeights } from './contestants/shipped-weights.ts';
import type { SelfChecking } from './engine/state.ts';
import type { Keeping } from './saved/tab-session.ts';
import { createEngine } from './engine/engine-slice.ts';
import { createInside } from './inside/views.ts';
import { createMetaStepSlice } from './training/meta-step-slice.ts';
import { createErrorMapSlice } from './compare/error-map-slice.ts';
import { createLearnSlice } from './page/learn-slice.ts';
import { createNoticesSlice } from './page/notices-slice.ts';
import { createSaved } from './saved/saved-slice.ts';
import { createSharedSlice } from './page/shared-slice.ts';
import { createPublishedSlice } from './compare/published-slice.ts';
import { createSettingsSlice } from './settings-slice.ts';
import { createStabilitySlice } from './task/stability-slice.ts';
import type { ChoiceMemory } from './engine/measurement.ts';
import { createMeasurementSlice } from './engine/measurement-slice.ts';
import { createSelfCheckSlice } from './engine/self-check-slice.ts';
import type { SliceContext } from './slice.ts';
import type { PlaygroundState } from './state.ts';
import { createTaskSlice, taskOf } from './task/task-slice.ts';
import { createPictures, type PictureSurroundings } from './pictures/pictures-slice.ts';
import { createRemedies } from './training/remedies-slice.ts';
import { createTimelineSlice } from './training/timeline-slice.ts';
import type { Pace } from './training/paced-reports.ts';
import { createRunSlice } from './training/run-slice.ts';
import { createUpdateSlice } from './engine/update-slice.ts';
import { createViewSlice } from './page/view-slice.ts';
import { createWeightsSlice } from './contestants/weights-slice.ts';

export type PlaygroundStore = StoreApi<PlaygroundState>;

/** Where tunings of the engine are kept from visit to visit. */
export interface TuningMemory {
  recall(): Tunings;
  remember(adapter: string, tuning: Tuning): void;
}

/** What the store needs from the page around it. */
export interface PageSurroundings {
  /** Starts the worker. */
  readonly connect: EngineSurroundings['connect'];
  /** Keeps what the worker has measured. */
  readonly tuningMemory: TuningMemory;
  readonly selfChecking: SelfChecking;
  /** How often the page hears of a training. */
  readonly pace: Pace;
  /** Keeps what the visitor has chosen after measuring. */
  readonly choiceMemory: ChoiceMemory;
  readonly shippedWeights: ShippedWeights;
  /** Keeps the visitor's work on this device. */
  readonly keeping: Keeping;
  /** Reads the visitor's zips of pictures and keeps them on this device. */
  readonly pictures: PictureSurroundings;
}

/** Adapts anew whenever something that the curves depend on has changed. */
function followChanges(store: PlaygroundStore): void {
  store.subscribe((now, before) => {
    const opened = now.engine.kind === 'ready' && before.engine.kind !== 'ready';
    const changed =
      now.settings !== before.settings ||
      now.task !== before.task ||
      now.contestants !== before.contestants ||
      now.hidden !== before.hidden ||
      now.isAlone !== before.isAlone;
    if (now.task !== before.task && now.task.isBlank) void now.completeTask();
    const { family, ways } = before.settings;
    if (now.settings.family !== family || now.settings.ways !== ways) void now.openFittingWeights();
    if (opened || changed) void now.refreshAdaptation();
  });
}

/** A page's state. */
export function createPlaygroundStore(surroundings: PageSurroundings): PlaygroundStore {
  const { connect, tuningMemory, selfChecking, pace, choiceMemory, shippedWeights, keeping } = surroundings;
  const now = () => performance.now();
  const followers: ((started: PlaygroundStore) => void)[] = [followChanges];
  const store = createStore<PlaygroundState>()((setState, get) => {
    const set: SliceContext<PlaygroundState>['set'] = (change) =>
      setState((before) => ({ ...change, task: taskOf({ ...before, ...change }, before) }));
    const listener: EngineListener = {
      engine: (kernels) => engine.hear.engine(kernels),
      threads: (threads) => engine.hear.threads(threads),
      refused: (reason) => engine.hear.refused(reason),
      silent: (isSilent) => engine.hear.silent(isSilent),
      lost: (cause) => engine.hear.lost(cause),
      restored: (iteration) => {
        reports.flush();
        run.rewind(iteration);
      },
      recovered: (report, cause) => engine.hear.recovered(report, cause),
      failed: (error) => engine.hear.failed(error),
      tuned: (adapter, tuning) => tuningMemory.remember(adapter, tuning),
      progress: (report) => reports.take(report),
    };
    const client = createEngineClient({
      connect,
      listener,
      remembered: () => ({
        tunings: tuningMemory.recall(),
        verdicts: get().verdicts,
        measured: get().measuredChoices,
      }),
      now,
    });
    const notices = createNoticesSlice({ get, set });
    const { notify } = notices;
    const context: SliceContext<PlaygroundState> = { get, set, client, notify };
    const engine = createEngine(context);
    const run = createRunSlice(context);
    const remedies = createRemedies(context);
    const settings = createSettingsSlice(context);
    const inside = createInside(context);
    const saved = createSaved(context, keeping);
    const background = createBackground(context);
    const reports = pace((report) => {
      run.hear(report);
      saved.hear(report);
    });
    const pictures = createPictures(context, surroundings.pictures);
    followers.push(inside.follow, saved.follow, background.follow, remedies.follow, pictures.follow);
    return {
      ...settings,
      ...CURVES_SLICE,
      ...createTaskSlice(context, settings),
      ...createContestantsSlice(context, shippedWeights),
      ...createAdaptationSlice(context),
      ...createStabilitySlice(context),
      ...engine.slice,
      ...createSelfCheckSlice(context, selfChecking),
      ...createMeasurementSlice(context, {
        memory: choiceMemory,
        surroundings: () => ({ connect, now, remembered: { tunings: tuningMemory.recall() } }),
      }),
      ...run.slice,
      ...remedies.slice,
      ...createTimelineSlice(context, shippedWeights),
      ...createMetaStepSlice(context),
      ...createComparisonSlice(context),
      ...inside.slices,
      ...createErrorMapSlice(context),
      ...createPublishedSlice(context, shippedWeights),
      ...createUpdateSlice(context),
      ...createViewSlice(context),
      ...createWeightsSlice(context),
      ...createSharedSlice(context),
      ...saved.slice,
      ...pictures.slice,
      ...createLearnSlice(context),
      ...background.slice,
      ...notices,
    };
  });
  for (const follow of followers) follow(store);
  return store;
}
