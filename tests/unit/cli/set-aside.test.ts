/** No earlier state is lost to a new run. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { setAside } from '#cli/set-aside.ts';
import { planTraining, type TrainingOrder } from '#cli/training-order.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const SILENT = { say: () => undefined };

async function orderIn(out: string): Promise<TrainingOrder> {
  return planTraining({ out, resume: false }, {});
}

test('every earlier checkpoint has a name of its own', async () => {
  const at = temporaryFolder();
  const order = await orderIn(at('w'));
  for (const state of ['first', 'second', 'third']) {
    writeFileSync(order.checkpoint, state);
    await setAside(order, SILENT);
  }
  const kept = ['w.checkpoint.old', 'w.checkpoint.old-2', 'w.checkpoint.old-3'];
  expect(readdirSync(at('.')).toSorted()).toEqual(kept);
  expect(kept.map((name) => readFileSync(at(name), 'utf8'))).toEqual(['first', 'second', 'third']);
});

test('a run that begins with the very checkpoint names where that is now', async () => {
  const at = temporaryFolder();
  const order = await orderIn(at('w'));
  const startedFrom = { file: order.checkpoint, sha256: 'a1' };
  writeFileSync(order.checkpoint, 'state');
  const moved = await setAside({ ...order, startedFrom }, SILENT);
  expect(moved.startedFrom).toEqual({ file: at('w.checkpoint.old'), sha256: 'a1' });
});

test('without an earlier state nothing changes', async () => {
  const order = await orderIn(temporaryFolder()('w'));
  expect(await setAside(order, SILENT)).toBe(order);
});
