/** Meta-training in front of the reader: a run with its losses, its timeline, and one meta-step in slow motion. */
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { BackgroundChoice } from './background-choice.tsx';
import { ChangedSettings, TakenUp } from './changed-settings.tsx';
import { BatchChart } from './loss-charts.tsx';
import { RunControls } from './run-controls.tsx';
import { RunEnd } from './run-end.tsx';
import { RunFigures } from './run-figures.tsx';
import { useIsPublished } from '../of-published.ts';
import { Timeline } from './timeline.tsx';

/** Of pictures alone. */
const RunPictures = lazy(() => import('./run-pictures.tsx'));

/** Loaded when it is first opened. */
const SlowStepView = lazy(async () => ({ default: (await import('./slow-step.tsx')).SlowStepView }));

function Run() {
  const { t } = useTranslation();
  const run = usePlayground((state) => state.run);
  const isCurve = usePlayground((state) => state.task.view === 'curve');
  if (run === null) return <p className="lead">{t(isCurve ? 'train.empty' : 'characters.train')}</p>;
  return (
    <>
      <RunFigures run={run} />
      {isCurve ? null : (
        <Suspense>
          <RunPictures />
        </Suspense>
      )}
      <BatchChart />
      <TakenUp />
      <ChangedSettings />
    </>
  );
}

export function TrainPanel() {
  const hasRun = usePlayground((state) => state.run !== null);
  // Checkpoints ship of one family.
  const hasTimeline = useIsPublished() || hasRun;
  const isSlow = usePlayground((state) => state.slowStep !== null);
  const slowButton = useRef<HTMLButtonElement>(null);
  const wasSlow = useRef(isSlow);
  useEffect(() => {
    if (wasSlow.current && !isSlow) slowButton.current?.focus();
    wasSlow.current = isSlow;
  }, [isSlow]);
  if (isSlow) {
    return (
      <Suspense>
        <SlowStepView />
      </Suspense>
    );
  }
  return (
    <div className="panel" data-tour="train">
      <RunControls slowButton={slowButton} />
      <RunEnd />
      <Run />
      {hasTimeline ? <Timeline /> : null}
      <BackgroundChoice />
    </div>
  );
}
