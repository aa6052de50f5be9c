/** Mean query error of each contestant over the inner steps, with 95 % confidence intervals. */
import { useTranslation } from 'react-i18next';
import { SeriesChart } from '#charts/lazy-series-chart.tsx';
import type { Comparison, ComparisonRow } from '#store/state.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { chartFrame } from './chart-frame.ts';

/** What the chart draws of a row at a step; an interval that the frame would cut is left out. */
function entriesAt({ id, summaries }: ComparisonRow, step: number, top: number | null): [string, number][] {
  const { mean = null, confidence95 = null } = summaries[step] ?? {};
  if (mean === null || confidence95 === null) return [];
  const fits = top === null || mean + confidence95 <= top;
  return [[id, mean], ...(fits ? ([[`${id}Error`, confidence95]] satisfies [string, number][]) : [])];
}

export function ComparisonChart({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation();
  const { top, beyond } = chartFrame(comparison.rows);
  const rows = Array.from({ length: comparison.settings.innerSteps + 1 }, (_, step) => ({
    step,
    ...(Object.fromEntries(comparison.rows.flatMap((row) => entriesAt(row, step, top))) as Record<
      string,
      number
    >),
  }));
  return (
    <div>
      <SeriesChart
        label={t('compare.chart')}
        rows={rows}
        axisKey="step"
        top={top}
        series={comparison.rows.map(({ id }) => ({
          key: id,
          name: t(`contestant.${id}`),
          color: contestantColor(id),
          dash: contestantDash(id),
          errorKey: `${id}Error`,
        }))}
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
}
