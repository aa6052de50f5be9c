/** What is measured of an initialisation after every inner step, and its lines over the steps. */
import { useMemo } from 'react';
import type { Course } from '#training/meta-engine.ts';
import type { SeriesName } from '#training/series.ts';
import type { StepLine } from '#charts/step-chart.tsx';
import { type ContestantId, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { contestantColor, contestantDash } from './vocabulary.ts';

export const QUANTITIES = ['query', 'support', 'gradient', 'moved'] as const;
export type Quantity = (typeof QUANTITIES)[number];

const OF_OWN_POINTS = QUANTITIES.filter((quantity) => quantity !== 'query');

const SERIES = {
  query: 'queryLoss',
  support: 'supportLoss',
  gradient: 'gradientNorm',
  moved: 'distanceMoved',
} as const satisfies Record<Quantity, SeriesName>;

/** Those that can be told of the task on screen: without a known curve there is no query point. */
export function useQuantities(): readonly Quantity[] {
  const isKnown = usePlayground((state) => state.task.knowledge !== 'unknown');
  return isKnown ? QUANTITIES : OF_OWN_POINTS;
}

/** The error by which the initialisations are told apart first. */
export function useMainError(): 'query' | 'support' {
  return usePlayground((state) => (state.task.knowledge === 'unknown' ? 'support' : 'query'));
}

/** One value a step, step 0 before adapting; none of what its learner has not. */
export function valuesOf({ series }: Course, quantity: Quantity): Float32Array | undefined {
  return series[SERIES[quantity]];
}

/** A line for each shown initialisation that has adapted. */
export function useStepLines(quantity: Quantity): readonly (StepLine & { readonly id: ContestantId })[] {
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const trajectories = usePlayground((state) => state.trajectories);
  return useMemo(
    () =>
      shownEntrants(contestants, hidden, { family }).flatMap(
        ({ id }): (StepLine & { readonly id: ContestantId })[] => {
          const trajectory = trajectories[id];
          const values = trajectory && valuesOf(trajectory, quantity);
          if (values === undefined) return [];
          return [{ id, color: contestantColor(id), dash: contestantDash(id), values }];
        },
      ),
    [contestants, hidden, family, trajectories, quantity],
  );
}
