/** Reports of a training, told as fast as the page can show them: a training never takes the page away from its visitor. */
import type { ProgressReport } from '#engine/protocol.ts';
import { joinProgress } from '#training/progress.ts';

/** Tells reports one by one. */
export interface PacedReports {
  /** Takes a report. One with the run's whole state is told at once, and what waits before it. */
  readonly take: (report: ProgressReport) => void;
  /** Tells what waits. */
  readonly flush: () => void;
}

/** How a page is told reports. */
export type Pace = (hear: (report: ProgressReport) => void) => PacedReports;

/**
 * `hear` is told a report at once if the page rests, else one for all that came meanwhile, once it does: `rests` resolves when what was told
 * just now is shown.
 */
export function pacedReports(
  hear: (report: ProgressReport) => void,
  rests: () => Promise<void>,
): PacedReports {
  let waiting: ProgressReport[] = [];
  // Counts what has been told, so that only the newest rest ends.
  let told = 0;
  let isBusy = false;

  const flush = () => {
    const newest = waiting.at(-1);
    if (newest === undefined) return;
    const losses = joinProgress(waiting.map((report) => report.losses));
    waiting = [];
    told += 1;
    const turn = told;
    isBusy = true;
    void rests().then(() => {
      if (turn !== told) return;
      isBusy = false;
      flush();
    });
    hear({ ...newest, losses });
  };

  return {
    take: (report) => {
      // A run that has exploded is put back: what came before is a report of its own.
      if (report.iteration < (waiting.at(-1)?.iteration ?? 0)) flush();
      waiting.push(report);
      if (!isBusy || report.state !== null) flush();
    },
    flush,
  };
}
