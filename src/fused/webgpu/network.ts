/** Networks as the kernels see them: linear layers one after the other, some of them at each place of a picture. */
import type { Activation } from '#models/activations.ts';
import type { Architecture } from '#models/architecture.ts';
import type { Conv } from '#models/conv.ts';
import type { Mlp } from '#models/mlp.ts';
import { type ByModel, forModel } from '../schedules/by-model.ts';
import { convLayersOf, convRecordParts, largestPatches } from '../schedules/conv-record.ts';
import { type Layer, layersOf, type RecordParts, recordParts } from '../schedules/record.ts';
import type { Schedule } from '../schedules/schedule.ts';

/** So many pictures go down through a convolution at once: enough for the invocations, in little room. */
export const FOLDED_AT_ONCE = 5;

export interface Network {
  readonly layers: readonly Layer[];
  readonly parts: RecordParts;
  readonly activation: Activation;
  /** Numbers of patches before they are added up, behind what a schedule has of a task's memory. */
  readonly foldRoom: number;
}

/** By model; what has no entry here is refused. */
export const NETWORKS: ByModel<{ of(spec: Architecture): Network }> = {
  mlp: {
    of: (spec: Mlp) => ({
      layers: layersOf(spec),
      parts: recordParts(spec),
      activation: spec.activation,
      foldRoom: 0,
    }),
  },
  conv: {
    of(spec: Conv) {
      const layers = convLayersOf(spec);
      const foldRoom = FOLDED_AT_ONCE * largestPatches(layers);
      return { layers, parts: convRecordParts(spec), activation: spec.activation, foldRoom };
    },
  },
};

export function networkOf(architecture: Architecture): Network {
  return forModel(NETWORKS, architecture).of(architecture);
}

/** The schedule with room behind each task's numbers for what the kernels put aside. */
export function withFoldRoom(schedule: Schedule): Schedule {
  return { ...schedule, taskSize: schedule.taskSize + networkOf(schedule.architecture).foldRoom };
}
