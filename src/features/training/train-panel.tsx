/** Meta-training in front of the reader: start, pause, one step, reset, and the losses as they come. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { describeArchitecture } from '#core/model.ts';
import type { Settings } from '#core/settings.ts';
import { SeriesChart } from '#charts/lazy-series-chart.tsx';
import { type LossPoint, runningMeans } from '#store/history.ts';
import { usePlayground } from '#store/react.ts';
import { type ChangedSetting, changedSettings } from '#store/setting-effects.ts';
import { formatCount, formatNumber, formatSetting } from '#ui/format.ts';

function LossChart({
  points,
  means,
}: {
  readonly points: readonly LossPoint[];
  readonly means: readonly LossPoint[];
}) {
  const { t } = useTranslation();
  const rows = points.map(({ iteration, after }, index) => ({
    iteration,
    raw: after,
    before: means[index]?.before,
    after: means[index]?.after,
  }));
  return (
    <SeriesChart
      label={t('train.chart')}
      rows={rows}
      axisKey="iteration"
      series={[
        { key: 'raw', name: t('train.raw'), color: 'var(--live)', faint: true },
        { key: 'before', name: t('train.before'), color: 'var(--ink-soft)', dash: '5 4' },
        { key: 'after', name: t('train.after'), color: 'var(--live)' },
      ]}
    />
  );
}

/** Says which settings have changed since the run began, if any have. */
function ChangedSettings() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const run = usePlayground((state) => state.run?.settings);
  const changed = run === undefined ? [] : changedSettings(run, settings);
  if (run === undefined || changed.length === 0) return null;
  const valueOf = (from: Settings, id: ChangedSetting): string => {
    if (id === 'architecture') return describeArchitecture(from.architecture);
    if (id === 'algorithm') return t(`algorithm.${from.algorithm}`);
    if (id === 'initialisation') return t(`initialisation.${from.initialisation}`);
    if (id === 'optimiser') return t(`optimiser.${from.optimiser}`);
    if (id === 'annealing') return t(`annealing.${from.annealing}`);
    return formatSetting(from[id]);
  };
  return (
    <div className="note">
      <p>{t('train.changed')}</p>
      <ul>
        {changed.map((id) => (
          <li key={id}>
            {t(`train.names.${id}`)}: {valueOf(run, id)} → {valueOf(settings, id)}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function TrainPanel() {
  const { t } = useTranslation();
  const run = usePlayground((state) => state.run);
  const kernels = usePlayground((state) => state.kernels);
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  const train = usePlayground((state) => state.train);
  const pauseTraining = usePlayground((state) => state.pauseTraining);
  const resetTraining = usePlayground((state) => state.resetTraining);
  const running = run?.status === 'running';
  const points = run?.history.points;
  const means = useMemo(() => runningMeans(points ?? []), [points]);
  const latest = means.at(-1);
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
          {running && kernels.kind === 'compiling' ? (
            <p className="note" role="status">
              {t('train.compiling')}
            </p>
          ) : null}
          <dl className="figures">
            <div>
              <dt>{t('train.iteration')}</dt>
              <dd data-testid="iteration">{formatCount(run.iteration)}</dd>
            </div>
            <div>
              <dt>{t('train.rate')}</dt>
              <dd>{running ? formatNumber(run.rate) : '–'}</dd>
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
          {points === undefined || points.length === 0 ? null : (
            <>
              <LossChart points={points} means={means} />
              <p className="note">{t('train.gap')}</p>
            </>
          )}
          <ChangedSettings />
        </>
      )}
    </div>
  );
}
