/** Whether a machine is quiet enough to be measured. */
import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';

const MILLISECONDS = 2000;

/** Milliseconds that all processors have been idle, and have been at all. */
function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((processor) => processor.times);
  const all = times.flatMap(({ user, nice, sys, idle, irq }) => [user, nice, sys, idle, irq]);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(all) };
}

/** How many processors are busy while this program sleeps for two seconds. */
export async function busyProcessors(): Promise<number> {
  const before = processorTimes();
  await setTimeout(MILLISECONDS);
  const after = processorTimes();
  const share = 1 - (after.idle - before.idle) / (after.all - before.all);
  return share * cpus().length;
}
