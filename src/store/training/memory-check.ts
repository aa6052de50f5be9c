/** Refuses a training that the open adapter cannot hold, before anything of it is built. */
import type { EngineClient } from '#engine/client.ts';
import { mayNotFit } from '#training/memory-look.ts';
import { misfitError } from '#training/misfit.ts';
import type { Settings } from '#training/settings.ts';
import type { EngineStatus } from '../engine/state.ts';

/** @throws PlaygroundError `architecture-invalid` with what would fit. */
export async function expectFits(
  client: Pick<EngineClient, 'send'>,
  settings: Settings,
  engine: EngineStatus,
): Promise<void> {
  // Few trainings are large enough to ask.
  if (engine.kind !== 'ready' || !mayNotFit(settings)) return;
  const misfit = await client.send('misfit', { settings });
  if (misfit !== null) throw misfitError(misfit, engine.backend.backend);
}
