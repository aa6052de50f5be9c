/** Refuses a training that the open adapter cannot hold, before anything of it is built. */
import { mayNotFit } from '#training/memory-look.ts';
import type { Settings } from '#training/settings.ts';
import type { EngineStatus } from '../engine/state.ts';

/** @throws PlaygroundError `architecture-invalid` with what would fit. */
export async function expectFits(settings: Settings, engine: EngineStatus): Promise<void> {
  if (engine.kind !== 'ready' || !mayNotFit(settings)) return;
  // Few ever need it.
  const { expectTrainingFits } = await import('#training/memory-need.ts');
  expectTrainingFits(settings, engine.backend);
}
