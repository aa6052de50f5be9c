/** The screen: knobs at the left, the plot in the middle, results at the right. */
import { Tabs } from '@base-ui/react/tabs';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ContestantsTable } from '#features/contestants/contestants-table.tsx';
import { Notices } from '#features/notices/notices.tsx';
import { SettingsRail } from '#features/settings/settings-rail.tsx';
import { TaskPlot } from '#features/task-plot/task-plot.tsx';
import { Transport } from '#features/transport/transport.tsx';
import type { PlaygroundStore } from '#store/playground.ts';
import { usePlayground } from '#store/react.ts';
import { PANEL_IDS } from '#store/view-slice.ts';
import { useShortcuts } from './actions.ts';
import { Header } from './header.tsx';
import { PANELS } from './panels.tsx';

function Results() {
  const { t } = useTranslation();
  const panel = usePlayground((state) => state.panel);
  const showPanel = usePlayground((state) => state.showPanel);
  return (
    <Tabs.Root
      className="results"
      value={panel}
      onValueChange={showPanel}
      render={<section aria-label={t('panels.results')} />}
    >
      <Tabs.List className="tabs" aria-label={t('panels.results')}>
        {PANEL_IDS.map((id) => (
          <Tabs.Tab key={id} value={id} className="tab">
            {t(`panels.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {PANEL_IDS.map((id) => {
        const Panel = PANELS[id];
        return (
          <Tabs.Panel key={id} value={id} className="tab-panel">
            <Suspense>
              <Panel />
            </Suspense>
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
  );
}

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
        <Results />
      </main>
      <Notices />
    </div>
  );
}
