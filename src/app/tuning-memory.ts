/** What of an adapter outlives a visit: its tuning, which engines have failed the self-check on it, which was chosen after measuring. */
import {
  BACKENDS,
  type BackendName,
  ENGINE_NAMES,
  type EngineName,
  type MeasuredChoices,
  type Verdicts,
} from '#core/backend.ts';
import * as v from 'valibot';
import type { Tunings } from '#core/tuning.ts';
import type { ChoiceMemory } from '#store/engine/measurement.ts';
import type { SelfChecking } from '#store/engine/state.ts';
import type { TuningMemory } from '#store/playground.ts';
import { recall, remember } from '#persistence/preferences.ts';

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

/** The entries of a kept text that are as they should be. */
function entriesOf<Value>(
  text: string | null,
  schema: v.GenericSchema<unknown, Value>,
): Record<string, Value> {
  const kept = v.safeParse(v.record(v.string(), v.unknown()), parse(text));
  if (!kept.success) return {};
  return Object.fromEntries(
    Object.entries(kept.output).flatMap(([key, value]): [string, Value][] => {
      const entry = v.safeParse(schema, value);
      return entry.success ? [[key, entry.output]] : [];
    }),
  );
}

/** The tunings in a kept text; whatever is none is passed over. */
export function readTunings(text: string | null): Tunings {
  return entriesOf(text, tuningSchema);
}

const verdictSchema: v.GenericSchema<unknown, EngineName[]> = v.array(v.picklist(ENGINE_NAMES));

/** The verdicts in a kept text; whatever is none is passed over. */
export function readVerdicts(text: string | null): Verdicts {
  return entriesOf(text, verdictSchema);
}

const choiceSchema: v.GenericSchema<unknown, BackendName> = v.picklist(BACKENDS);

/** The choices in a kept text; whatever is none is passed over. */
export function readChoices(text: string | null): MeasuredChoices {
  return entriesOf(text, choiceSchema);
}

export const choiceMemory: ChoiceMemory = {
  recall: () => readChoices(recall('measured')),
  remember: (choices) => remember('measured', JSON.stringify(choices)),
};

export const tuningMemory: TuningMemory = {
  recall: () => readTunings(recall('tunings')),
  remember: (adapter, tuning) =>
    remember('tunings', JSON.stringify({ ...readTunings(recall('tunings')), [adapter]: tuning })),
};

export const selfChecking: SelfChecking = {
  oracles: async () => (await import('./oracle-cases.ts')).fetchOracleCases(),
  recall: () => readVerdicts(recall('verdicts')),
  remember: (verdicts) => remember('verdicts', JSON.stringify(verdicts)),
};
