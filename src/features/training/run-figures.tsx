/** Where a run stands: iteration, rate, time, its newest losses; and why it cannot go on, if so. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { takesGradientSteps } from '#training/learner-facts.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { runningMeans } from '#store/training/history.ts';
import { usePlayground } from '#store/react.ts';
import { plannedIterations } from '#training/setting-effects.ts';
import type { TrainingRun } from '#store/training/state.ts';
import { formatCount, formatDuration, formatNumber, formatSetting } from '#ui/format.ts';

const MEAN_OF = 20;
/** Below so many meta-steps a second, pressing Pause takes a while, too. */
const SLOW_RATE = 1;

/** A tenth, but not below what can be set. */
function tenthOf(id: 'beta' | 'trainingAlpha', value: number): number {
  return Math.max(NUMBER_SETTINGS[id].minimum, Number((value / 10).toPrecision(3)));
}

/** A run that has diverged: where, with what, and a way out. */
function Diverged({ run }: { readonly run: TrainingRun }) {
  const { t } = useTranslation();
  const setNumber = usePlayground((state) => state.setNumber);
  const resetTraining = usePlayground((state) => state.resetTraining);
  const train = usePlayground((state) => state.train);
  const goOnWith = usePlayground((state) => state.goOnWith);
  const { settings, iteration } = run;
  const adapts = takesGradientSteps(settings.algorithm);
  const beginWith = async (id: 'beta' | 'trainingAlpha', value: number) => {
    await resetTraining();
    setNumber(id, value);
    await train();
  };
  const beta = tenthOf('beta', settings.beta);
  const alpha = tenthOf('trainingAlpha', settings.trainingAlpha);
  return (
    <div className="diverged" role="alert">
      <p>
        <strong>{t('train.diverged', { iteration: formatCount(iteration + 1) })}</strong>
        {t('between.sentences')}
        {t(adapts ? 'train.divergedAdapting' : 'train.divergedPlain', {
          alpha: formatSetting(settings.trainingAlpha),
          steps: settings.trainingSteps,
          beta: formatSetting(settings.beta),
          count: iteration,
          iteration: formatCount(iteration),
        })}
      </p>
      <div className="button-row">
        {iteration > 0 ? (
          <button type="button" onClick={() => void goOnWith(beta)}>
            {t('train.goOn', { value: formatSetting(beta) })}
          </button>
        ) : null}
        <button type="button" onClick={() => void beginWith('beta', beta)}>
          {t('train.anew', { symbol: 'β', value: formatSetting(beta) })}
        </button>
        {adapts ? (
          <button type="button" onClick={() => void beginWith('trainingAlpha', alpha)}>
            {t('train.anew', { symbol: 'α', value: formatSetting(alpha) })}
          </button>
        ) : null}
      </div>
    </div>
  );
}

export function RunFigures({ run }: { readonly run: TrainingRun }) {
  const { t } = useTranslation();
  const planned = usePlayground((state) => plannedIterations(state.run?.settings, state.settings));
  const compiling = usePlayground((state) => state.kernels.kind === 'compiling');
  const { iteration, rate, elapsed, target, status, history, diverged } = run;
  const { points } = history;
  const mean = useMemo(() => runningMeans(points.slice(-MEAN_OF)).at(-1), [points]);
  const running = status === 'running';
  const end = target ?? planned;
  const left = rate > 0 && end > iteration ? (1000 * (end - iteration)) / rate : null;
  const figures = [
    { name: t('train.iteration'), value: formatCount(iteration), id: 'iteration' },
    { name: t('train.rate'), value: rate > 0 ? (formatNumber(rate) ?? '–') : '–', id: 'rate' },
    { name: t('train.elapsed'), value: formatDuration(elapsed), id: 'elapsed' },
    {
      name: t('train.before'),
      value: mean === undefined ? '–' : (formatNumber(mean.before) ?? '∞'),
      id: 'loss-before',
    },
    {
      name: t('train.after'),
      value: mean === undefined ? '–' : (formatNumber(mean.after) ?? '∞'),
      id: 'loss-after',
    },
    {
      name: t('train.left', { iterations: formatCount(end) }),
      value: left === null ? '–' : formatDuration(left),
      id: 'time-left',
    },
  ];
  return (
    <>
      {target !== null && iteration < target ? (
        <div className="progress">
          <progress
            aria-label={t('train.progress', { iterations: formatCount(target) })}
            value={iteration}
            max={target}
          />
          <span>{Math.floor((100 * iteration) / target)}%</span>
        </div>
      ) : null}
      {running && compiling ? (
        <p className="note" role="status">
          {t('train.compiling')}
        </p>
      ) : running && rate > 0 && rate < SLOW_RATE ? (
        <p className="note" role="status">
          {t('train.slowHere', { seconds: formatNumber(1 / rate) })}
        </p>
      ) : null}
      <dl className="figures run-figures">
        {figures.map(({ name, value, id }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd data-testid={id}>{value}</dd>
          </div>
        ))}
      </dl>
      {diverged === null ? null : <Diverged run={run} />}
    </>
  );
}
