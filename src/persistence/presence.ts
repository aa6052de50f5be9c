/** Who is there: a name is held by one living page at a time, and let go when that page ends, however it ends. */

export interface Presence {
  /**
   * Takes a name, and returns what lets it go again; `null` if another page has held it for `patience` milliseconds:
   * a page that has just ended may take a moment to let go.
   */
  hold(name: string, patience: number): Promise<(() => void) | null>;
}

/** By the browser's locks. Where there are none, a page believes itself alone. */
export function browserPresence(locks: LockManager | undefined): Presence {
  return {
    hold(name, patience) {
      if (locks === undefined) return Promise.resolve(() => undefined);
      return new Promise((resolve) => {
        const options = patience === 0 ? { ifAvailable: true } : { signal: AbortSignal.timeout(patience) };
        const held = locks.request(`maml-playground/${name}`, options, (lock) => {
          if (lock === null) {
            resolve(null);
            return null;
          }
          return new Promise<void>((letGo) => {
            resolve(letGo);
          });
        });
        held.catch(() => resolve(null));
      });
    },
  };
}
