/** The screen: knobs at the left, the plot in the middle, results at the right. */
import { Tabs } from '@base-ui/react/tabs';
import { useTranslation } from 'react-i18next';
import { ComparePanel } from '#features/comparison/compare-panel.tsx';
import { ContestantsTable } from '#features/contestants/contestants-table.tsx';
import { Notices } from '#features/notices/notices.tsx';
import { SettingsRail } from '#features/settings/settings-rail.tsx';
import { TaskPlot } from '#features/task-plot/task-plot.tsx';
import { TrainPanel } from '#features/training/train-panel.tsx';
import { Transport } from '#features/transport/transport.tsx';
import { WeightsPanel } from '#features/weights/weights-panel.tsx';
import type { PlaygroundStore } from '#store/playground.ts';
import { useShortcuts } from './actions.ts';
import { Header } from './header.tsx';

const RESULTS = [
  { id: 'train', Panel: TrainPanel },
  { id: 'compare', Panel: ComparePanel },
  { id: 'weights', Panel: WeightsPanel },
] as const;

export function Shell({ store }: { readonly store: PlaygroundStore }) {
  const { t } = useTranslation();
  useShortcuts(store);
  return (
    <div className="shell">
      <Header />
      <main className="stage">
        <div className="centre">
          <TaskPlot />
          <Transport />
          <ContestantsTable />
          <p className="shortcuts">{t('shortcuts')}</p>
        </div>
        <SettingsRail />
        <Tabs.Root
          className="results"
          defaultValue="train"
          render={<section aria-label={t('panels.results')} />}
        >
          <Tabs.List className="tabs" aria-label={t('panels.results')}>
            {RESULTS.map(({ id }) => (
              <Tabs.Tab key={id} value={id} className="tab">
                {t(`panels.${id}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {RESULTS.map(({ id, Panel }) => (
            <Tabs.Panel key={id} value={id} className="tab-panel">
              <Panel />
            </Tabs.Panel>
          ))}
        </Tabs.Root>
      </main>
      <Notices />
    </div>
  );
}
