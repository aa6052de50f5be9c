import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';

/** Lets everything happen that waits for nothing but other promises. */
export async function settled(): Promise<void> {
  await setImmediate();
}

/** Patient with a machine that does much else beside: as long as other tests' limits. */
const MOST_MILLISECONDS = 20_000;

/** Until a check passes. */
export function eventually<Found>(check: () => Found | Promise<Found>): Promise<Found> {
  return vi.waitFor(check, { timeout: MOST_MILLISECONDS });
}

export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(error: unknown): void;
}

/** A promise that a test settles by hand. */
export function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
