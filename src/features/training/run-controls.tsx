/** Starts and stops a run: up to its plan and beyond, for one meta-step, or one in slow motion. */
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { curveFamilyOf } from '#families/family-of.ts';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { usePlan } from '../plan.ts';

/** `slowButton` is where focus returns from the slow step. */
export function RunControls({ slowButton }: { readonly slowButton: Ref<HTMLButtonElement> }) {
  const { t } = useTranslation();
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  const status = usePlayground((state) => state.run?.status);
  const train = usePlayground((state) => state.train);
  const pauseTraining = usePlayground((state) => state.pauseTraining);
  const resetTraining = usePlayground((state) => state.resetTraining);
  const openSlowStep = usePlayground((state) => state.openSlowStep);
  // The run's own tasks, of which slow motion draws curves.
  const isOfCurves = usePlayground(({ run, settings }) => curveFamilyOf(run?.settings ?? settings) !== null);
  const running = status === 'running';
  const { planned, isDone, isAtRest } = usePlan();
  return (
    <div className="button-row">
      {running ? (
        <button type="button" className="primary" onClick={() => void pauseTraining()}>
          {t('train.pause')}
        </button>
      ) : (
        <button type="button" className="primary" disabled={!ready || isAtRest} onClick={() => void train()}>
          {isDone ? t('train.more', { iterations: formatCount(planned) }) : t('train.train')}
        </button>
      )}
      <button type="button" disabled={!ready || running} onClick={() => void train(1)}>
        {t('train.one')}
      </button>
      {isOfCurves ? (
        <button
          ref={slowButton}
          type="button"
          title={t('train.slowly')}
          disabled={!ready}
          onClick={() => void openSlowStep()}
        >
          {t('train.slow')}
        </button>
      ) : null}
      <button
        type="button"
        title={t('train.resetHint')}
        disabled={status === undefined}
        onClick={() => void resetTraining()}
      >
        {t('train.reset')}
      </button>
    </div>
  );
}
