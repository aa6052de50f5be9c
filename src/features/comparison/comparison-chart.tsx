/** Query error of each contestant over the inner steps; a band is the mean's 95 % confidence interval. */
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SeriesChart } from '#charts/lazy-series-chart.tsx';
import type { Comparison } from '#store/compare/comparison-slice.ts';
import { usePlayground } from '#store/react.ts';
import { useComparisonTitle } from '../of-pictures.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { chartFrame, entriesAt } from './chart-frame.ts';

interface ComparisonChartProps {
  readonly comparison: Comparison;
  readonly step: number;
}

export const ComparisonChart = memo(function ComparisonChart({ comparison, step }: ComparisonChartProps) {
  const { t } = useTranslation();
  const measure = usePlayground((state) => state.comparisonView.measure);
  const scale = usePlayground((state) => state.comparisonView.scale);
  const showStep = usePlayground((state) => state.showStep);
  const { rows: contestants, settings } = comparison;
  const title = useComparisonTitle(measure, settings);
  const { top, beyond } = useMemo(() => chartFrame(contestants, measure), [contestants, measure]);
  const rows = useMemo(
    () =>
      Array.from({ length: settings.innerSteps + 1 }, (_, at) =>
        Object.fromEntries<number>([
          ['step', at],
          ...contestants.flatMap((row) => entriesAt(row, at, measure, top)),
        ]),
      ),
    [contestants, settings, measure, top],
  );
  const series = useMemo(
    () =>
      contestants.map(({ id }) => ({
        key: id,
        name: t(`contestant.${id}`),
        color: contestantColor(id),
        dash: contestantDash(id),
        band: [`${id} low`, `${id} high`] as const,
      })),
    [contestants, t],
  );
  return (
    <div>
      <SeriesChart
        label={title}
        rows={rows}
        axisKey="step"
        top={top}
        scale={scale}
        marked={step}
        onPick={showStep}
        series={series}
      />
      {beyond.length === 0 ? null : (
        <p className="note">
          {t('compare.beyond', {
            list: beyond.map((id) => t(`contestant.${id}`)).join(t('caption.separator')),
          })}
        </p>
      )}
    </div>
  );
});
