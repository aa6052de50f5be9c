/** Figures of a summary as every table of the comparison writes them. */
import { useTranslation } from 'react-i18next';
import type { MeanAccuracy } from '#training/accuracy.ts';
import { type LossSummary, spoiltBy } from '#training/metrics.ts';
import { formatBriefly, formatCount } from '#ui/format.ts';

export function useSummaryText() {
  const { t } = useTranslation();
  const orInfinite = (value: number | null) =>
    value === null ? t('compare.infinite') : (formatBriefly(value) ?? t('compare.infinite'));
  return {
    number: orInfinite,
    mean: ({ mean, confidence95 }: LossSummary) =>
      mean === null || confidence95 === null
        ? t('compare.infinite')
        : `${orInfinite(mean)} ± ${orInfinite(confidence95)}`,
    accuracy: (accuracy: MeanAccuracy | undefined) => {
      if (accuracy === undefined) return '';
      const percent = (share: number) => (100 * share).toFixed(1);
      return `${percent(accuracy.mean)} ± ${percent(accuracy.confidence95)}%`;
    },
    median: ({ median }: LossSummary) => orInfinite(median),
    /** Counts, since a rounded share hides a few tasks that spoil a mean. */
    diverged: ({ diverged, tasks }: LossSummary) =>
      t('compare.divergedOf', { diverged: formatCount(diverged), tasks: formatCount(tasks) }),
    /** The mean of the tasks that have not diverged, where some have. */
    rest: ({ diverged, meanOfRest }: LossSummary) =>
      diverged === 0 || meanOfRest === null ? null : t('compare.rest', { mean: orInfinite(meanOfRest) }),
    /** What has spoilt the mean, with what is left to be told; `null` where nothing has. */
    spoilt: (summary: LossSummary) => {
      const spoilt = spoiltBy(summary);
      if (spoilt === null) return null;
      const { diverged, tasks, mean, confidence95, median, meanOfRest } = summary;
      return t(`compare.spoilt.${meanOfRest === null && spoilt === 'diverged' ? 'all' : spoilt}`, {
        diverged: formatCount(diverged),
        tasks: formatCount(tasks),
        mean: orInfinite(mean),
        interval: orInfinite(confidence95),
        median: orInfinite(median),
        rest: orInfinite(meanOfRest),
      });
    },
  };
}
