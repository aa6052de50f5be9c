/** How large the record of a pass is, whatever the model. */
import type { Architecture } from '#models/architecture.ts';
import type { Conv } from '#models/conv.ts';
import type { Mlp } from '#models/mlp.ts';
import { type ByModel, forModel } from './by-model.ts';
import { convRecordParts } from './conv-record.ts';
import { recordParts } from './record.ts';

const RECORDS: ByModel<{ width(spec: Architecture): number }> = {
  mlp: { width: (spec: Mlp) => recordParts(spec).width },
  conv: { width: (spec: Conv) => convRecordParts(spec).width },
};

/** Numbers of a record for each point. */
export function recordWidth(architecture: Architecture): number {
  return forModel(RECORDS, architecture).width(architecture);
}
