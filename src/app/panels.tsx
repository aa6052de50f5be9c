/** The panels at the right: each is loaded when its tab is first opened. */
import { type ComponentType, lazy } from 'react';
import type { PanelId } from '#store/page/view-slice.ts';
import { loadPanelTexts } from './i18n/index.ts';

function panel(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadPanelTexts()]);
    return { default: loaded };
  });
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

/** What gives the open panel more room. */
export const ResultsTools = panel(async () => (await import('./results-tools.tsx')).ResultsTools);

/** What the button of the tours opens. */
export const ToursPopup = panel(async () => (await import('#features/learn/tours-popup.tsx')).ToursPopup);

/** The card of the open tour. */
export const TourCard = panel(async () => (await import('#features/learn/tour-card.tsx')).TourCard);

/** What the backend's badge opens. */
export const BackendDetails = panel(
  async () => (await import('#features/backend/backend-details.tsx')).BackendDetails,
);

/** How a self-check has ended. */
export const SelfCheckNotice = panel(
  async () => (await import('#features/backend/self-check-notice.tsx')).SelfCheckNotice,
);

/** What was at work when the page was last here. */
export const WorkOffer = panel(async () => (await import('#features/runs/work-offer.tsx')).WorkOffer);
