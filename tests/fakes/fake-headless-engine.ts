/** A headless engine without a GPU: its weights after iteration n follow from those before, so that a run is known. */
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import type { HeadlessEngine } from '#cli/host/headless-engine.ts';

export interface FakeOptions {
  /** Training fails in the chain that would reach this iteration. */
  readonly divergesAt?: number;
  /** Milliseconds a meta-step. */
  readonly stepTime?: number;
  /** Hears of every chain. */
  readonly onChain?: (iteration: number, steps: number) => void;
}

export function fakeEngine({
  divergesAt = Infinity,
  stepTime = 1,
  onChain = () => undefined,
}: FakeOptions = {}) {
  let state: TrainingSnapshot | null = null;
  let time = 0;
  const notAsked = () => Promise.reject(new Error('Nobody should ask for this.'));
  const engine: HeadlessEngine = {
    keepCurves: () => Promise.resolve(),
    async begin(_settings, { network }) {
      const zeros = () => new Float32Array(network.parameters.length);
      state = {
        iteration: 0,
        parameters: network.parameters.slice(),
        firstMoment: zeros(),
        secondMoment: zeros(),
      };
    },
    async restore(_settings, snapshot) {
      state = snapshot;
    },
    async train(steps) {
      if (state === null) throw new Error('No run.');
      const { iteration: firstIteration } = state;
      onChain(firstIteration, steps);
      time += steps * stepTime;
      if (firstIteration + steps >= divergesAt)
        throw new PlaygroundError('diverged', `Diverged at ${divergesAt}.`);
      let before: TrainingSnapshot = state;
      for (let step = 0; step < steps; step++) {
        const { iteration, parameters, firstMoment, secondMoment }: TrainingSnapshot = before;
        const moved = firstMoment.map((value, index) => 0.9 * value + Math.sin(iteration + index));
        before = {
          iteration: iteration + 1,
          parameters: parameters.map((value, index) => value - 0.01 * (moved[index] ?? 0)),
          firstMoment: moved,
          secondMoment: secondMoment.map((value) => 0.99 * value + 1),
        };
      }
      state = before;
      const losses = Float32Array.from({ length: steps }, (_, step) => firstIteration + step + 1);
      return { firstIteration, lossBefore: losses, lossAfter: losses.map((loss) => loss / 2) };
    },
    snapshot: async () => state,
    adapt: notAsked,
    evaluate: notAsked,
    metaGradient: notAsked,
    report: async () => ({ engine: 'fused', adapter: 'fake', emulated: false, refusals: [] }),
  };
  return { engine, now: () => time };
}
