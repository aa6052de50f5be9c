/** Saves the plot: its picture, or its curves over x as numbers. */
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { PLOT_GRID } from '#core/task-edits.ts';
import { ChartMenu } from '#charts/chart-menu.tsx';
import { shownContestants } from '#store/contestants.ts';
import { usePlaygroundStore } from '#store/react.ts';

export function PlotMenu({ figure }: { readonly figure: RefObject<Element | null> }) {
  const { t } = useTranslation();
  const store = usePlaygroundStore();
  const table = () => {
    const { contestants, hidden, trajectories, step, task } = store.getState();
    const curves = shownContestants(contestants, hidden).flatMap(({ id }) => {
      const values = trajectories[id]?.predictions[step];
      return values === undefined ? [] : [{ name: t(`contestant.${id}`), values }];
    });
    return {
      columns: ['x', t('plot.truth'), ...curves.map(({ name }) => name)],
      rows: Array.from(PLOT_GRID, (x, index) => [
        x,
        task.truth[index],
        ...curves.map(({ values }) => values[index]),
      ]),
    };
  };
  return <ChartMenu figure={figure} name="maml-task" table={table} />;
}
