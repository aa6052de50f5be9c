/** Makes a self-check, one command for each case, and acts on what it finds: moves to the next engine that passes. */
import {
  type BackendReport,
  BACKENDS,
  type EngineName,
  enginesOn,
  placeOf,
  type Verdicts,
} from '#core/backend.ts';
import { said, type Words } from '#core/saying.ts';
import { CHECK_KINDS, checksOn, type SelfCheck, selfChecks } from '#training/self-check.ts';
import type { SliceContext } from '../slice.ts';
import type {
  CheckMade,
  EngineSlice,
  EngineStatus,
  EngineUnderCheck,
  SelfChecking,
  SelfCheckOutcome,
  SelfCheckSlice,
  SelfCheckState,
} from './state.ts';

/** With those that failed at a place; without any, the place is forgotten. */
function withVerdict(verdicts: Verdicts, place: string, failed: readonly EngineName[]): Verdicts {
  const others = Object.fromEntries(Object.entries(verdicts).filter(([known]) => known !== place));
  return failed.length === 0 ? others : { ...others, [place]: failed };
}

function countsOf(checks: readonly SelfCheck[]): EngineUnderCheck['planned'] {
  const counts = CHECK_KINDS.map((kind) => [kind, checks.filter((check) => check.kind === kind).length]);
  return Object.fromEntries(counts) as EngineUnderCheck['planned'];
}

/** Ends a check before its end. */
class Ended extends Error {
  readonly outcome: SelfCheckOutcome;

  constructor(outcome: SelfCheckOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

function interrupted(reason: Words): Ended {
  return new Ended({ kind: 'interrupted', reason });
}

function backendOf(engine: EngineStatus): BackendReport {
  if (engine.kind === 'ready') return engine.backend;
  throw interrupted(engine.kind === 'failed' ? engine.error.message : said`No engine is open.`);
}

type Needs = Pick<EngineSlice & SelfCheckSlice, 'engine' | 'openEngine' | 'selfCheck' | 'verdicts'>;

export async function makeSelfCheck(
  { get, set, client }: SliceContext<Needs>,
  selfChecking: SelfChecking,
  signal: AbortSignal,
): Promise<SelfCheckOutcome> {
  const show = (change: Partial<SelfCheckState>) => {
    const { selfCheck } = get();
    if (selfCheck !== null) set({ selfCheck: { ...selfCheck, ...change } });
  };
  const showEngine = (shown: EngineUnderCheck) => {
    const others = get().selfCheck?.engines.filter(
      ({ on, engine }) => on !== shown.on || engine !== shown.engine,
    );
    show({ engines: [...(others ?? []), shown] });
  };

  /** Whether one engine passes all checks. */
  const passes = async (engine: EngineName, checks: readonly SelfCheck[]): Promise<boolean> => {
    const { engine: opened } = get();
    const on = backendOf(opened);
    const made: CheckMade[] = [];
    const showMade = () => showEngine({ on, engine, planned: countsOf(checks), made: [...made] });
    showMade();
    for (const check of checks) {
      if (signal.aborted) throw new Ended({ kind: 'stopped' });
      const result = await client.send('selfCheck', { engine, check });
      // What another engine answered, or one whose GPU was lost meanwhile, says nothing of this one.
      if (get().engine !== opened) throw interrupted(said`The engine was opened anew meanwhile.`);
      const { kind, name } = check;
      made.push({ ...result, kind, name });
      showMade();
    }
    return made.every(({ passed }) => passed);
  };

  /** Which engines of the open backend fail; it is remembered. */
  const failing = async (checks: readonly SelfCheck[]): Promise<readonly EngineName[]> => {
    const on = backendOf(get().engine);
    const failed: EngineName[] = [];
    const planned = enginesOn(on.backend).map(
      (engine) => [engine, checksOn(on.backend, engine, checks)] as const,
    );
    show({ planned: planned.reduce((sum, [, own]) => sum + own.length, 0) });
    for (const [engine, own] of planned) {
      if (!(await passes(engine, own))) failed.push(engine);
    }
    const verdicts = withVerdict(get().verdicts, placeOf(on), failed);
    set({ verdicts });
    selfChecking.remember(verdicts);
    return failed;
  };

  /** A backend holds if TensorFlow.js does, which steps in unseen wherever the fused kernels cannot. */
  const findSound = async (checks: readonly SelfCheck[]): Promise<SelfCheckOutcome> => {
    let moved = false;
    for (let tried = 0; tried < BACKENDS.length; tried++) {
      const on = backendOf(get().engine);
      const before = get().verdicts[placeOf(on)] ?? [];
      const failed = await failing(checks);
      if (!failed.includes('tensor')) {
        const wasTrusted = !before.includes('fused');
        const isTrusted = !failed.includes('fused');
        if (wasTrusted !== isTrusted) await get().openEngine(on.requested);
        if (moved || !isTrusted) {
          const to = isTrusted && enginesOn(on.backend).includes('fused') ? 'fused' : 'tensor';
          return { kind: 'moved', to, on: backendOf(get().engine) };
        }
        return { kind: before.length > 0 ? 'trusted' : 'passed' };
      }
      if (on.backend === LAST) break;
      moved = true;
      await get().openEngine(null);
    }
    return { kind: 'nothingPasses' };
  };

  try {
    return await findSound(selfChecks(await selfChecking.oracles()));
  } catch (error) {
    if (error instanceof Ended) return error.outcome;
    throw error;
  }
}

/** The backend behind which there is no other. */
const LAST = BACKENDS.at(-1);
