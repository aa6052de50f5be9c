/** The series chart, loaded when one is first drawn: its library is the largest part of the page. */
import { type ComponentProps, lazy, Suspense } from 'react';
import type { SeriesChart as Chart } from './series-chart.tsx';

const LoadedChart = lazy(async () => {
  const chart = await import('./series-chart.tsx');
  return { default: chart.SeriesChart };
});

export function SeriesChart(props: ComponentProps<typeof Chart>) {
  return (
    <Suspense fallback={<div className="series-chart" />}>
      <LoadedChart {...props} />
    </Suspense>
  );
}
