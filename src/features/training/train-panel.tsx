/** Meta-training in front of the reader: start, pause, one step, reset, and the losses as they come. */
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { needsNewRun } from '#store/training-slice.ts';
import { formatCount, formatNumber, formatSetting } from '#ui/format.ts';

const SeriesChart = lazy(async () => {
  const { SeriesChart: chart } = await import('#charts/series-chart.tsx');
  return { default: chart };
});

function LossChart() {
  const { t } = useTranslation();
  const points = usePlayground((state) => state.run?.history.points);
  const rows = useMemo(
    () => (points ?? []).map(({ iteration, before, after }) => ({ iteration, before, after })),
    [points],
  );
  return (
    <Suspense fallback={<div className="series-chart" />}>
      <SeriesChart
        label={t('train.chart')}
        rows={rows}
        axisKey="iteration"
        series={[
          { key: 'before', name: t('train.before'), color: 'var(--ink-soft)', dashed: true },
          { key: 'after', name: t('train.after'), color: 'var(--live)' },
        ]}
      />
    </Suspense>
  );
}

function ChangedSettings() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const run = usePlayground((state) => state.run?.settings);
  if (run === undefined || !needsNewRun(run, settings)) return null;
  const { algorithm, shots, alpha, beta, metaBatch, trainingSteps } = run;
  return (
    <p className="note">
      {t('train.changed', {
        algorithm: t(`algorithm.${algorithm}`),
        shots,
        alpha: formatSetting(alpha),
        beta: formatSetting(beta),
        metaBatch,
        trainingSteps,
      })}
    </p>
  );
}

export function TrainPanel() {
  const { t } = useTranslation();
  const run = usePlayground((state) => state.run);
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  const train = usePlayground((state) => state.train);
  const pauseTraining = usePlayground((state) => state.pauseTraining);
  const resetTraining = usePlayground((state) => state.resetTraining);
  const running = run?.status === 'running';
  const latest = run?.history.points.at(-1);
  return (
    <div className="panel">
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
        <button type="button" disabled={run === null} onClick={() => void resetTraining()}>
          {t('train.reset')}
        </button>
      </div>
      {run === null ? (
        <p className="lead">{t('train.empty')}</p>
      ) : (
        <>
          <dl className="figures">
            <div>
              <dt>{t('train.iteration')}</dt>
              <dd data-testid="iteration">{formatCount(run.iteration)}</dd>
            </div>
            <div>
              <dt>{t('train.rate')}</dt>
              <dd>{formatNumber(run.rate)}</dd>
            </div>
            <div>
              <dt>{t('train.before')}</dt>
              <dd>{latest === undefined ? '–' : formatNumber(latest.before)}</dd>
            </div>
            <div>
              <dt>{t('train.after')}</dt>
              <dd data-testid="loss-after">{latest === undefined ? '–' : formatNumber(latest.after)}</dd>
            </div>
          </dl>
          <LossChart />
          <ChangedSettings />
        </>
      )}
    </div>
  );
}
