/** The panels at the right: each is loaded when its tab is first opened. */
import { type ComponentType, lazy } from 'react';
import type { PanelId } from '#store/view-slice.ts';

function panel(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await load() }));
}

export const PANELS: Readonly<Record<PanelId, ComponentType>> = {
  learn: panel(async () => (await import('#features/learn/learn-panel.tsx')).LearnPanel),
  train: panel(async () => (await import('#features/training/train-panel.tsx')).TrainPanel),
  compare: panel(async () => (await import('#features/comparison/compare-panel.tsx')).ComparePanel),
  inside: panel(async () => (await import('#features/inside/inside-panel.tsx')).InsidePanel),
  weights: panel(async () => {
    const [{ WeightsPanel }, { MyRuns }] = await Promise.all([
      import('#features/weights/weights-panel.tsx'),
      import('#features/runs/my-runs.tsx'),
    ]);
    return () => (
      <WeightsPanel>
        <MyRuns />
      </WeightsPanel>
    );
  }),
};

/** The card of the open tour. */
export const TourCard = panel(async () => (await import('#features/learn/tour-card.tsx')).TourCard);
