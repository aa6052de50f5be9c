/** What is measured of an initialisation after every inner step, and its lines over the steps. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Course } from '#training/meta-engine.ts';
import type { Series } from '#training/series.ts';
import type { StepLine } from '#charts/step-chart.tsx';
import { type ContestantId, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { contestantColor, contestantDash } from './vocabulary.ts';

export const QUANTITIES = ['accuracy', 'query', 'support', 'gradient', 'moved'] as const;
export type Quantity = (typeof QUANTITIES)[number];

const OF_CURVES = QUANTITIES.filter((quantity) => quantity !== 'accuracy');
const OF_OWN_POINTS = OF_CURVES.filter((quantity) => quantity !== 'query');

const SERIES = {
  accuracy: 'accuracy',
  query: 'queryLoss',
  support: 'supportLoss',
  gradient: 'gradientNorm',
  moved: 'distanceMoved',
} as const satisfies Record<Quantity, keyof Series>;

/** Those that can be told of the task on screen: without a known curve there is no query point, and only classes are right or wrong. */
export function useQuantities(): readonly Quantity[] {
  return usePlayground(({ task }) => {
    if (task.view === 'pictures') return QUANTITIES;
    return task.knowledge === 'unknown' ? OF_OWN_POINTS : OF_CURVES;
  });
}

/** By what the initialisations are told apart first. */
export function useMainQuantity(): 'accuracy' | 'query' | 'support' {
  return usePlayground(({ task }) => {
    if (task.view === 'pictures') return 'accuracy';
    return task.knowledge === 'unknown' ? 'support' : 'query';
  });
}

/** Whether its short name is a word, and not a symbol. */
export function isSpelt(quantity: Quantity): boolean {
  return quantity === 'accuracy' || quantity === 'query' || quantity === 'support';
}

/** What no value of it can exceed; `null` without such a thing. */
export function mostOf(quantity: Quantity): number | null {
  return quantity === 'accuracy' ? 1 : null;
}

/** What a quantity is called in full; its loss is not the same in every family. */
export function useQuantityName(): (quantity: Quantity) => string {
  const { t } = useTranslation();
  const isOfCurves = usePlayground(({ task }) => task.view === 'curve');
  return (quantity) =>
    !isOfCurves && (quantity === 'query' || quantity === 'support')
      ? t(`table.lossOfClasses.${quantity}`)
      : t(`table.${quantity}`);
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
