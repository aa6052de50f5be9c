/** A network as words, as the kernels read it (assembly/network.ts). */
import type { Activation } from '#models/activations.ts';
import { HEAD_RULES, type HeadRule } from '#training/learner.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import { type Architecture, parameterCount } from '#models/architecture.ts';
import type { Conv } from '#models/conv.ts';
import type { Mlp } from '#models/mlp.ts';
import type { ByModel } from '../schedules/by-model.ts';
import { convLayersOf, convRecordParts, largestPatches } from '../schedules/conv-record.ts';
import {
  type Convolution,
  type Layer,
  layersOf,
  recordParts,
  type RecordParts,
} from '../schedules/record.ts';

export const NETWORK_WORDS = 11;
export const LAYER_WORDS = 13;
/** Pictures whose patches go back into them at once; so many that products have no rows left over. */
export const FOLDED_AT_ONCE = 5;

/** As assembly/activations.ts numbers them. */
const ACTIVATION_WORDS: Readonly<Record<Activation, number>> = {
  relu: 0,
  tanh: 1,
  sigmoid: 2,
  softplus: 3,
  sin: 4,
};

/** As assembly/network.ts numbers them. */
const NORMALISED_WORDS: Readonly<Record<Convolution['normalised'], number>> = {
  not: 0,
  alone: 1,
  jointly: 2,
};

/** As assembly/losses.ts numbers them. */
const LOSS_WORDS: Readonly<Record<LossName, number>> = { squaredError: 0, crossEntropy: 1 };

/** Numbers of the largest weights when transposed: rows are filled up, and some more are written. */
function transposedSize(layers: readonly Layer[]): number {
  return Math.max(...layers.map(({ inputs, outputs }) => (inputs + 4) * (outputs + 16)));
}

/** The network and its loss, of which `parts` are a record's. */
function wordsOf(
  architecture: Architecture,
  loss: LossName,
  { slopes, curvatures, deltas, patches, even, raised, moments }: RecordParts,
  layers: readonly Layer[],
): Uint32Array {
  return Uint32Array.from([
    layers.length,
    ACTIVATION_WORDS[architecture.activation],
    parameterCount(architecture),
    slopes,
    curvatures,
    deltas,
    patches,
    even,
    raised,
    moments,
    LOSS_WORDS[loss],
    ...layers.flatMap(({ inputs, outputs, weights, bias, unitsBefore, convolution }) => {
      const { before, after, patchesBefore, normalised, momentsBefore } = convolution ?? NO_CONVOLUTION;
      const seen = [before.channels, before.height, before.width, after.width];
      return [
        inputs,
        outputs,
        weights,
        bias,
        unitsBefore,
        after.height * after.width,
        patchesBefore,
        ...seen,
        NORMALISED_WORDS[normalised],
        momentsBefore,
      ];
    }),
  ]);
}

/** What the words of a linear layer say in the places of a convolution's. */
const NO_CONVOLUTION: Convolution = {
  before: { channels: 0, height: 0, width: 0 },
  after: { channels: 0, height: 1, width: 1 },
  patchesBefore: 0,
  normalised: 'not',
  momentsBefore: 0,
};

/** By model; what has no entry here is refused. */
export const NETWORKS: ByModel<{
  words(spec: Architecture, loss: LossName): Uint32Array;
  /** Numbers of the room that it needs twice. */
  room(spec: Architecture): number;
}> = {
  mlp: {
    words: (spec: Mlp, loss) => wordsOf(spec, loss, recordParts(spec), layersOf(spec)),
    room: (spec: Mlp) => transposedSize(layersOf(spec)),
  },
  conv: {
    words: (spec: Conv, loss) => wordsOf(spec, loss, convRecordParts(spec), convLayersOf(spec)),
    // What goes down through a kernel is first summed apart, of some pictures at once.
    room(spec: Conv) {
      const layers = convLayersOf(spec);
      return Math.max(transposedSize(layers), FOLDED_AT_ONCE * largestPatches(layers));
    },
  },
};

/** assembly/head-fit.ts has all of them. */
export const HEADS: ReadonlySet<HeadRule> = new Set(HEAD_RULES);

/** Those of assembly/losses.ts. */
export const LOSSES: ReadonlySet<LossName> = new Set(['squaredError', 'crossEntropy']);
