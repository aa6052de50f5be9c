/** Figures of a summary as every table of the comparison writes them. */
import { useTranslation } from 'react-i18next';
import type { LossSummary } from '#training/metrics.ts';
import { formatBriefly, formatPercent } from '#ui/format.ts';

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
    median: ({ median }: LossSummary) => orInfinite(median),
    diverged: ({ divergedShare }: LossSummary) => formatPercent(divergedShare),
  };
}
