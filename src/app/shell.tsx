/** The screen: knobs at the left, the plot in the middle, results at the right; on a phone, tabs under the plot. */
import { Tabs } from '@base-ui/react/tabs';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ContestantsTable } from '#features/contestants/contestants-table.tsx';
import { Notices } from '#features/notices/notices.tsx';
import { WorkOffer } from '#features/runs/work-offer.tsx';
import { SettingsRail } from '#features/settings/settings-rail.tsx';
import { TaskPlot } from '#features/task-plot/task-plot.tsx';
import { Transport } from '#features/transport/transport.tsx';
import type { PlaygroundStore } from '#store/playground.ts';
import { usePlayground } from '#store/react.ts';
import { NARROW_TABS, type NarrowTab, PANEL_IDS, type RegionId } from '#store/view-slice.ts';
import { useMedia } from '#ui/use-media.ts';
import { useShortcuts } from './actions.ts';
import { Embedded } from './embedded.tsx';
import { Region } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { Overlays } from './overlays.tsx';
import { PANELS, TourCard } from './panels.tsx';

interface TabbedProps<Id extends NarrowTab> {
  readonly ids: readonly Id[];
  readonly open: Id;
  readonly onOpen: (id: Id) => void;
}

function Pane({ id }: { readonly id: NarrowTab }) {
  if (id === 'settings') return <SettingsRail />;
  if (id === 'numbers') return <ContestantsTable />;
  const Panel = PANELS[id];
  return (
    <Suspense>
      <Panel />
    </Suspense>
  );
}

function Tabbed<Id extends NarrowTab>({ ids, open, onOpen }: TabbedProps<Id>) {
  const { t } = useTranslation();
  const tour = usePlayground((state) => state.tour);
  return (
    <Tabs.Root
      className="results"
      value={open}
      onValueChange={onOpen}
      render={<section aria-label={t('panels.results')} />}
    >
      <Suspense>{tour === null ? null : <TourCard />}</Suspense>
      <Tabs.List className="tabs" aria-label={t('panels.results')}>
        {ids.map((id) => (
          <Tabs.Tab key={id} value={id} className="tab">
            {t(`panels.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {ids.map((id) => (
        <Tabs.Panel key={id} value={id} className="tab-panel">
          <Region>
            <Pane id={id} />
          </Region>
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function Results() {
  const panel = usePlayground((state) => state.panel);
  const showPanel = usePlayground((state) => state.showPanel);
  return <Tabbed ids={PANEL_IDS} open={panel} onOpen={showPanel} />;
}

function NarrowTabs() {
  const tab = usePlayground((state) => state.narrowTab);
  const showTab = usePlayground((state) => state.showNarrowTab);
  return <Tabbed ids={NARROW_TABS} open={tab} onOpen={showTab} />;
}

export function Shell({ store }: { readonly store: PlaygroundStore }) {
  const { t } = useTranslation();
  const isNarrow = useMedia('(width < 720px)');
  const isEmbedded = usePlayground((state) => state.presentation === 'embed');
  const hidden = usePlayground((state) => state.hiddenRegions);
  useShortcuts(store);
  if (isEmbedded) return <Embedded />;
  const shows = (region: RegionId) => !hidden.includes(region);
  return (
    <div className="shell">
      <Header />
      <main className="stage">
        <div className="centre">
          <div className="loop">
            <Region>
              <TaskPlot />
            </Region>
            {/* Out of sight it still plays: the keyboard steers it. */}
            <div hidden={!shows('transport')}>
              <Region>
                <Transport />
              </Region>
            </div>
          </div>
          {isNarrow || !shows('numbers') ? null : (
            <Region>
              <ContestantsTable />
            </Region>
          )}
          <p className="shortcuts">{t('shortcuts.hint')}</p>
        </div>
        {isNarrow ? (
          <NarrowTabs />
        ) : (
          <>
            {shows('settings') ? (
              <Region>
                <SettingsRail />
              </Region>
            ) : null}
            {shows('results') ? <Results /> : null}
          </>
        )}
      </main>
      <Notices>
        <WorkOffer />
      </Notices>
      <Overlays />
    </div>
  );
}
