/** A run takes up other settings on its way. Loaded by the first that does. */
import type { Settings } from '#training/settings.ts';
import { changesTo, settingsAfter, withChanges } from '#training/steering.ts';
import type { EngineSlice } from '../engine/state.ts';
import { toTrainOn } from '../pictures/of-run.ts';
import type { SliceContext } from '../slice.ts';
import { expectFits } from './memory-check.ts';
import type { RunSlice } from './state.ts';

type Needs = Pick<RunSlice & EngineSlice, 'run' | 'engine'>;

/**
 * The paused run takes up what it can of the wished settings, from its next meta-step on; tells whether it has.
 * @throws PlaygroundError where these do not fit into memory, or the engine is lost.
 */
export async function steer({ get, set, client }: SliceContext<Needs>, wished: Settings): Promise<boolean> {
  const { run } = get();
  if (run === null) return false;
  // A lost engine makes both answers late.
  const isGone = () => get().run?.id !== run.id;
  const snapshot = await client.send('snapshot', null);
  if (snapshot === null || isGone()) return false;
  const made = changesTo(run.settings, wished, snapshot.iteration);
  const settings = settingsAfter(run.settings, made);
  await expectFits(client, settings, get().engine);
  if (isGone()) return false;
  await client.restore({ settings, snapshot, ...toTrainOn(run.pictures) });
  const { run: now } = get();
  if (now === null || isGone()) return false;
  set({ run: { ...now, settings, changes: withChanges(run.changes, made), diverged: null } });
  return true;
}
