/** Whether somebody who owes an answer has kept silent for long. */

const TICK_MILLISECONDS = 1000;
/** Ticks, not time: a machine that was asleep has not been kept waiting. */
const MOST_TICKS = 20;

export interface Silence {
  /** Something is owed from now on. */
  readonly asked: () => void;
  /** A word has come, after which something is still owed, or nothing. */
  readonly heard: (isOwed: boolean) => void;
  /** Nobody listens any more. */
  readonly end: () => void;
}

/** `tell` hears when a silence has become long, and when it is broken. */
export function createSilence(tell: (isLong: boolean) => void): Silence {
  let ticks = 0;
  let isLong = false;
  let timer: ReturnType<typeof setInterval> | null = null;

  const end = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };

  const tick = () => {
    ticks += 1;
    if (isLong || ticks < MOST_TICKS) return;
    isLong = true;
    tell(true);
  };

  return {
    asked() {
      if (timer !== null) return;
      ticks = 0;
      timer = setInterval(tick, TICK_MILLISECONDS);
    },
    heard(isOwed) {
      ticks = 0;
      if (!isOwed) end();
      if (!isLong) return;
      isLong = false;
      tell(false);
    },
    end,
  };
}
