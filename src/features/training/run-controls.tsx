/** Starts and stops a run: until it is paused, for one meta-step, or up to the planned iterations. */
import { type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { curveFamilyOf } from '#families/family-of.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { plannedIterations } from '#training/setting-effects.ts';
import { formatCount } from '#ui/format.ts';
import { FieldError, NumberInput, useNumberText } from '#ui/number-field.tsx';
import { useNamedChange } from '../number-refusal.ts';

/** Up to which iteration a run trains by itself. */
function TrainToPlan() {
  const { t } = useTranslation();
  const id = useId();
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  const running = usePlayground((state) => state.run?.status === 'running');
  const iteration = usePlayground((state) => state.run?.iteration ?? 0);
  const planned = usePlayground((state) => plannedIterations(state.run?.settings, state.settings));
  const wished = usePlayground((state) => state.settings.iterations);
  const train = usePlayground((state) => state.train);
  const setNumber = usePlayground((state) => state.setNumber);
  const change = useNamedChange(t('train.planned'), NUMBER_SETTINGS.iterations, (value, typed) =>
    setNumber('iterations', value, typed),
  );
  const field = useNumberText(wished, change);
  return (
    <div>
      <div className="button-row train-to">
        <button
          type="button"
          disabled={!ready || running || iteration >= planned}
          onClick={() => void train(planned - iteration)}
        >
          {t('train.to', { iterations: formatCount(planned) })}
        </button>
        <label htmlFor={id}>{t('train.planned')}</label>
        <NumberInput id={id} field={field} />
      </div>
      <FieldError id={id} error={field.error} />
    </div>
  );
}

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
  return (
    <>
      <div className="button-row">
        {running ? (
          <button type="button" className="primary" onClick={() => void pauseTraining()}>
            {t('train.pause')}
          </button>
        ) : (
          <button type="button" className="primary" disabled={!ready} onClick={() => void train()}>
            {t('train.train')}
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
      <TrainToPlan />
    </>
  );
}
