/** Where a run stands: iteration, rate, time, its newest losses; and why it cannot go on, if so. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { runningMeans } from '#store/training/history.ts';
import { usePlayground } from '#store/react.ts';
import { plannedIterations } from '#training/setting-effects.ts';
import type { TrainingRun } from '#store/training/state.ts';
import { formatCount, formatDuration, formatNumber } from '#ui/format.ts';
import { useBatchLossNames } from '../of-pictures.ts';
import { DivergedNotice } from './diverged-notice.tsx';

const MEAN_OF = 20;
/** Below so many meta-steps a second, pressing Pause takes a while, too. */
const SLOW_RATE = 1;

export function RunFigures({ run }: { readonly run: TrainingRun }) {
  const { t } = useTranslation();
  const planned = usePlayground((state) => plannedIterations(state.run?.settings, state.settings));
  const lossNames = useBatchLossNames();
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
      name: lossNames.before,
      value: mean === undefined ? '–' : (formatNumber(mean.before) ?? '∞'),
      id: 'loss-before',
    },
    {
      name: lossNames.after,
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
      {diverged === null ? null : <DivergedNotice run={run} />}
    </>
  );
}
