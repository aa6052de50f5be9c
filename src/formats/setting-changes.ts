/** What a run has taken up on its way, as checkpoints and weights files tell it: only where there is something to tell. */
import * as v from 'valibot';
import { type SettingChange, STEERABLE_IDS } from '#training/steering.ts';

export const changesSchema = v.exactOptional(
  v.array(
    v.object({
      iteration: v.pipe(v.number(), v.integer(), v.minValue(0)),
      id: v.picklist(STEERABLE_IDS),
      from: v.number(),
      to: v.number(),
    }),
  ),
);

/** Of a file or its details. */
export interface Steered {
  readonly changes?: readonly SettingChange[];
}

/** The entry of a file: none where nothing was changed, so that such files stay as they were. */
export function toldChanges(changes: readonly SettingChange[] = []): Steered {
  return changes.length === 0 ? {} : { changes };
}
