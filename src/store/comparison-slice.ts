import { divergenceThreshold, type LossSummary, summariseLosses } from '#core/metrics.ts';
import { isTold, ratesOf, shownContestants } from './contestants.ts';
import type { Comparison, ComparisonRow, ComparisonSlice, SliceContext } from './state.ts';

/** Tasks a command: enough to keep the GPU busy, few enough to stop soon. */
const BATCH = 50;

function summariseBySteps(losses: readonly number[], steps: number, threshold: number): LossSummary[] {
  return Array.from({ length: steps }, (_, step) =>
    summariseLosses(
      losses.filter((__, index) => index % steps === step),
      threshold,
    ),
  );
}

export function createComparisonSlice({ get, set, client }: SliceContext): ComparisonSlice {
  let current = 0;
  let finished: Comparison | null = null;

  return {
    comparison: null,
    async evaluate(taskCount) {
      current += 1;
      const ticket = current;
      const { settings, contestants, hidden } = get();
      const shown = shownContestants(contestants, hidden);
      if (shown.length === 0) return;
      const of = shown.length * taskCount;
      const rows: ComparisonRow[] = [];
      let done = 0;
      set({ comparison: { taskCount, settings, rows: [], progress: { done, of } } });
      try {
        for (const contestant of shown) {
          const { id, network, details } = contestant;
          const rates = ratesOf(contestant, settings.alpha);
          const asked = { network, rates, told: isTold(contestant), settings };
          const losses: number[] = [];
          for (let first = 0; first < taskCount; first += BATCH) {
            const count = Math.min(BATCH, taskCount - first);
            losses.push(...(await client().send('evaluate', { ...asked, first, count })));
            // Stopped, or begun anew: what was found so far is not the answer to the question.
            if (ticket !== current) return;
            done += count;
            set({ comparison: { taskCount, settings, rows: [...rows], progress: { done, of } } });
          }
          const threshold = divergenceThreshold(settings.amplitudeTo + 2 * settings.noise);
          rows.push({
            id,
            iteration: details.iteration,
            summaries: summariseBySteps(losses, settings.innerSteps + 1, threshold),
          });
        }
        finished = { taskCount, settings, rows, progress: null };
        set({ comparison: finished });
      } catch (error) {
        if (ticket !== current) return;
        set({ comparison: finished });
        get().notify(error);
      }
    },
    stopEvaluating: () => {
      current += 1;
      set({ comparison: finished });
    },
  };
}
