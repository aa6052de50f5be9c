import { DEFAULT_SETTINGS } from '#core/settings.ts';
import { PlaygroundError } from '#core/errors.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import type { Contestant } from './contestants.ts';
import { randomContestant } from './settings-slice.ts';
import type { ContestantsSlice, SliceContext } from './state.ts';

export function createContestantsSlice({ get, set }: SliceContext): ContestantsSlice {
  const putContestant = (contestant: Contestant) =>
    set({ contestants: { ...get().contestants, [contestant.id]: contestant } });
  return {
    contestants: { random: randomContestant(DEFAULT_SETTINGS) },
    hidden: [],
    putContestant,
    removeContestant: (id) => {
      const { [id]: _, ...contestants } = get().contestants;
      const { [id]: __, ...trajectories } = get().trajectories;
      set({ contestants, trajectories });
    },
    toggleContestant: (id) => {
      const { hidden } = get();
      set({ hidden: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id] });
    },
    importWeights: (bytes) => {
      const { network, details } = readWeightsFile(bytes);
      const sizes = network.architecture.layerSizes;
      if (sizes[0] !== 1 || sizes.at(-1) !== 1) {
        throw new PlaygroundError(
          'weights-file-foreign',
          `Expected a network with one input and one output, found ${sizes.join('-')}.`,
        );
      }
      const contestant: Contestant = { id: 'imported', network, details };
      putContestant(contestant);
      return contestant;
    },
  };
}
