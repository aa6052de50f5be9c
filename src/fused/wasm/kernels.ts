/** The kernels (assembly/index.ts), compiled from AssemblyScript by whoever opens the engine. */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { INNER_ADAM_EPSILON } from '#training/inner-optimiser.ts';
import { PENALTY_SHARE, RELAXATION, SLACK_PRICE } from '#training/svm-head.ts';
import {
  BY_ADAM,
  BY_MOMENTUM,
  FIT_AT,
  FIT_RULES,
  OF_CONTEXT,
  OF_LAYERS,
  OWN_RATES,
  PASS_WORDS,
  PASSES_AT,
  STEP_BACK_WORDS,
  STEPS_BACK_AT,
} from '../schedules/encoding.ts';
import { OF_TASK } from '../schedules/place.ts';
import { FOLDED_AT_ONCE, LAYER_WORDS, NETWORK_WORDS } from './words.ts';

/** What the module exports; addresses are bytes of its memory, `count` and `size` numbers of four bytes. */
export interface Kernels {
  /** Where network and schedule stand, two rooms to transpose weights in, and the memories of all tasks and of one. */
  prepare(network: number, room: number, roomToo: number, shared: number, task: number): void;
  /** Follows the schedule for the task whose points are given and copies the first `size` numbers of its memory. */
  follow(schedule: number, outputs: number, points: number, size: number, to: number): void;
  addDirections(
    sum: number,
    directions: number,
    stride: number,
    tasks: number,
    count: number,
    isFirst: boolean,
  ): void;
  /** One outer step by the mean of the sum of `tasks` directions; `clip` 0 does not clip. */
  takeStep(
    parameters: number,
    firstMoment: number,
    secondMoment: number,
    sum: number,
    count: number,
    tasks: number,
    isPlain: boolean,
    clip: number,
    rate: number,
    epsilon: number,
  ): void;
}

/** Each thread has an instance of its own on the memory of all. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory },
    index: {
      OF_TASK,
      PASSES_AT,
      PASS_WORDS,
      STEPS_BACK_AT,
      STEP_BACK_WORDS,
      FIT_AT,
      OWN_RATES,
      OF_CONTEXT,
      OF_LAYERS,
      BY_MOMENTUM,
      BY_ADAM,
    },
    network: { NETWORK_WORDS, LAYER_WORDS },
    patches: { FOLDED_AT_ONCE },
    'head-fit': { RIDGE: FIT_RULES.ridge, SVM: FIT_RULES.svm },
    alternating: { SLACK_PRICE, PENALTY_SHARE, RELAXATION },
    'outer-step': { DECAY_FIRST, DECAY_SECOND },
    'inner-optimiser': {
      DECAY_FIRST,
      DECAY_SECOND,
      SHARE_FIRST: 1 - DECAY_FIRST,
      SHARE_SECOND: 1 - DECAY_SECOND,
      INNER_ADAM_EPSILON,
    },
  });
  return exports as unknown as Kernels;
}
