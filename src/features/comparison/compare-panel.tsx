/** Every shown initialisation over many held-out tasks: mean with CI95, median, share diverged. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LossSummary } from '#core/metrics.ts';
import { shownContestants } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { sameAdaptation } from '#store/setting-effects.ts';
import type { Comparison } from '#store/state.ts';
import { formatBriefly, formatCount, formatPercent, formatSetting } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { ComparisonChart } from './comparison-chart.tsx';

const INITIAL_TASKS = 100;
const MOST_TASKS = 2000;
/** More rows than these are among those with long names. */
const MOST_AT_EASE = 5;

function useSummaryText() {
  const { t } = useTranslation();
  const orInfinite = (value: number | null) =>
    value === null ? t('compare.infinite') : (formatBriefly(value) ?? t('compare.infinite'));
  return {
    mean: ({ mean, confidence95 }: LossSummary) =>
      mean === null || confidence95 === null
        ? t('compare.infinite')
        : `${orInfinite(mean)} ± ${orInfinite(confidence95)}`,
    median: ({ median }: LossSummary) => orInfinite(median),
    diverged: ({ divergedShare }: LossSummary) => formatPercent(divergedShare),
  };
}

function StepTable({ comparison, step }: { readonly comparison: Comparison; readonly step: number }) {
  const { t } = useTranslation();
  const text = useSummaryText();
  return (
    <table
      className={comparison.rows.length > MOST_AT_EASE ? 'summary-table many' : 'summary-table'}
      data-step={step}
    >
      <caption>{t('table.atStep', { step })}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('table.initialisation')}</span>
          </th>
          <th scope="col">{t('compare.mean')}</th>
          <th scope="col">{t('compare.median')}</th>
          <th scope="col">{t('compare.diverged')}</th>
        </tr>
      </thead>
      <tbody>
        {comparison.rows.map(({ id, summaries }) => {
          const summary = summaries[step];
          return summary === undefined ? null : (
            <tr key={id} data-contestant={id}>
              <th scope="row">
                <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
                {t(`contestant.${id}`)}
              </th>
              <td>{text.mean(summary)}</td>
              <td>{text.median(summary)}</td>
              <td>{text.diverged(summary)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Results({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const { settings, taskCount } = comparison;
  const shown = Math.min(step, settings.innerSteps);
  const now = usePlayground((state) => state.settings);
  const contestants = usePlayground((state) => state.contestants);
  const isStale =
    !sameAdaptation(settings, now) ||
    comparison.rows.some(({ id, iteration }) => contestants[id]?.details.iteration !== iteration);
  return (
    <>
      <p className="note">
        {t('compare.settings', {
          count: taskCount,
          shots: settings.shots,
          alpha: formatSetting(settings.alpha),
          seed: settings.seed,
        })}
      </p>
      {isStale ? <p className="note stale">{t('compare.stale')}</p> : null}
      <StepTable comparison={comparison} step={shown} />
      <ComparisonChart comparison={comparison} />
      <details>
        <summary>{t('compare.allSteps')}</summary>
        {Array.from({ length: settings.innerSteps + 1 }, (_, at) => (
          // A table is its step.
          // oxlint-disable-next-line react/no-array-index-key
          <StepTable key={at} comparison={comparison} step={at} />
        ))}
      </details>
    </>
  );
}

export function ComparePanel() {
  const { t } = useTranslation();
  const [taskCount, setTaskCount] = useState(INITIAL_TASKS);
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  const anyShown = usePlayground(
    ({ contestants, hidden }) => shownContestants(contestants, hidden).length > 0,
  );
  const comparison = usePlayground((state) => state.comparison);
  const evaluate = usePlayground((state) => state.evaluate);
  const stopEvaluating = usePlayground((state) => state.stopEvaluating);
  const changeTaskCount = (value: number, typed: string) => {
    if (!Number.isInteger(value) || value < 1 || value > MOST_TASKS) {
      throw new Error(t('compare.tasksError', { found: typed }));
    }
    setTaskCount(value);
  };
  const progress = comparison?.progress ?? null;
  return (
    <div className="panel">
      <NumberField
        label={t('compare.tasks')}
        hint={t('compare.tasksHint')}
        value={taskCount}
        range={null}
        onChange={changeTaskCount}
      />
      <div className="button-row">
        {progress === null ? (
          <button
            type="button"
            className="primary"
            disabled={!ready || !anyShown}
            onClick={() => void evaluate(taskCount)}
          >
            {t('compare.evaluate')}
          </button>
        ) : (
          <button type="button" className="primary" onClick={stopEvaluating}>
            {t('compare.stop')}
          </button>
        )}
      </div>
      {comparison === null ? <p className="lead">{t('compare.empty')}</p> : null}
      {progress === null ? null : (
        <div className="progress">
          <progress aria-label={t('compare.progress')} value={progress.done} max={progress.of} />
          <span>
            {formatCount(progress.done)} / {formatCount(progress.of)}
          </span>
        </div>
      )}
      {comparison === null || comparison.rows.length === 0 ? null : <Results comparison={comparison} />}
    </div>
  );
}
