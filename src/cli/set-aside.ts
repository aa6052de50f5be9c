/** Room for a new run's checkpoint. */
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Console } from './console.ts';
import type { TrainingOrder } from './training-order.ts';

/** A name for an earlier state that no state before it has. */
function freeName(checkpoint: string): string {
  const base = `${checkpoint}.old`;
  let name = base;
  for (let number = 2; existsSync(name); number += 1) name = `${base}-${number}`;
  return name;
}

/** An earlier run's state makes room, but is not lost. @returns the order, which may begin with that very state. */
export async function setAside(order: TrainingOrder, console: Pick<Console, 'say'>): Promise<TrainingOrder> {
  const { checkpoint, startedFrom } = order;
  if (!existsSync(checkpoint)) return order;
  const aside = freeName(checkpoint);
  await rename(checkpoint, aside);
  console.say(`An earlier run’s checkpoint is now ${aside} (--resume would have gone on from it)`);
  if (startedFrom === null || resolve(startedFrom.file) !== resolve(checkpoint)) return order;
  return { ...order, startedFrom: { ...startedFrom, file: aside } };
}
