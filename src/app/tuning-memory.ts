/** Tunings that outlive a visit: measured once for each adapter, not at every start. */
import * as v from 'valibot';
import type { Tuning, Tunings } from '#core/tuning.ts';
import type { TuningMemory } from '#store/state.ts';
import { recall, remember } from './preferences.ts';

function wholeTo(most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
}

// The largest of what is ever measured: larger tiles take minutes to compile, or lose the GPU.
const tuningSchema = v.object({
  tile: v.object({ rows: wholeTo(10), columns: wholeTo(10), invocations: wholeTo(256) }),
});

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** The tunings in a kept text; whatever is none is passed over. */
export function readTunings(text: string | null): Tunings {
  const kept = v.safeParse(v.record(v.string(), v.unknown()), parse(text));
  if (!kept.success) return {};
  return Object.fromEntries(
    Object.entries(kept.output).flatMap(([adapter, value]): [string, Tuning][] => {
      const tuning = v.safeParse(tuningSchema, value);
      return tuning.success ? [[adapter, tuning.output]] : [];
    }),
  );
}

export const tuningMemory: TuningMemory = {
  recall: () => readTunings(recall('tunings')),
  remember: (adapter, tuning) =>
    remember('tunings', JSON.stringify({ ...readTunings(recall('tunings')), [adapter]: tuning })),
};
