/** The screen: knobs at the left, the plot in the middle, results at the right; on a phone, tabs under the plot. */
import { Tabs } from '@base-ui/react/tabs';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ContestantsTable } from '#features/contestants/contestants-table.tsx';
import { Notices } from '#features/notices/notices.tsx';
import { LoopStrip, SettingsRail } from '#features/settings/settings-rail.tsx';
import { Transport } from '#features/transport/transport.tsx';
import type { PlaygroundStore } from '#store/playground.ts';
import { usePlayground } from '#store/react.ts';
import {
  isEmbedding,
  NARROW_TABS,
  type NarrowTab,
  PANEL_IDS,
  type RegionId,
} from '#store/page/view-slice.ts';
import { THREE_COLUMNS, useMedia } from '#ui/use-media.ts';
import { useShortcuts } from './shortcuts.ts';
import { Region } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { Overlays } from './overlays.tsx';
import { PANELS, ResultsTools, SelfCheckNotice, TourCard, WorkOffer } from './panels.tsx';
import { useTaskView } from './task-views.ts';

/** Few pages stand in another. */
const Embedded = lazy(async () => ({ default: (await import('./embedded.tsx')).Embedded }));

interface TabbedProps<Id extends NarrowTab> {
  readonly ids: readonly Id[];
  readonly open: Id;
  readonly onOpen: (id: Id) => void;
  /** Stands behind the tabs. */
  readonly children?: ReactNode;
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

function Tabbed<Id extends NarrowTab>({ ids, open, onOpen, children }: TabbedProps<Id>) {
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
      <div className="tabs-row">
        <Tabs.List className="tabs" aria-label={t('panels.results')}>
          {ids.map((id) => (
            <Tabs.Tab key={id} value={id} className="tab">
              {t(`panels.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {children}
      </div>
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
  return (
    <Tabbed ids={PANEL_IDS} open={panel} onOpen={showPanel}>
      <Suspense>
        <ResultsTools />
      </Suspense>
    </Tabbed>
  );
}

function NarrowTabs() {
  const tab = usePlayground((state) => state.narrowTab);
  const showTab = usePlayground((state) => state.showNarrowTab);
  return <Tabbed ids={NARROW_TABS} open={tab} onOpen={showTab} />;
}

/** On a phone, what stands above the plot scrolls away, and plot and transport stay in sight. */
function useStickyPlot() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const loop = ref.current;
    if (loop === null) return undefined;
    const observer = new ResizeObserver(() => {
      const frame = loop.querySelector('.plot-frame');
      if (frame === null) return;
      const above = frame.getBoundingClientRect().top - loop.getBoundingClientRect().top;
      loop.style.setProperty('--above-plot', `${Math.round(above)}px`);
    });
    observer.observe(loop);
    return () => observer.disconnect();
  }, []);
  return ref;
}

/** The first stop of the keyboard: past header and tools to what the page is about. */
function SkipLink() {
  const { t } = useTranslation();
  const skip = () => document.querySelector<HTMLElement>('.plot-frame')?.focus();
  return (
    <button type="button" className="skip-link" onClick={skip}>
      {t('skip')}
    </button>
  );
}

interface LoopProps {
  readonly isNarrow: boolean;
  readonly withTransport: boolean;
}

function Loop({ isNarrow, withTransport }: LoopProps) {
  const ref = useStickyPlot();
  const { Plot } = useTaskView();
  return (
    <div className="loop" ref={ref}>
      <Region>
        <Plot withoutCaption={isNarrow} />
      </Region>
      {/* Out of sight it still plays: the keyboard steers it. */}
      <div hidden={!withTransport}>
        <Region>
          <Transport />
        </Region>
      </div>
    </div>
  );
}

export function Shell({ store }: { readonly store: PlaygroundStore }) {
  const { t } = useTranslation();
  const isNarrow = useMedia('(width < 720px)');
  const isEmbedded = usePlayground((state) => isEmbedding(state.presentation));
  const hidden = usePlayground((state) => state.hiddenRegions);
  const isCheckUnread = usePlayground((state) => state.selfCheckUnread && state.overlay !== 'selfCheck');
  const isMiddling = !useMedia(THREE_COLUMNS);
  const isProjected = usePlayground((state) => state.presentation === 'projector');
  const centre = usePlayground((state) => state.centre);
  const { Caption, Headline } = useTaskView();
  useShortcuts(store);
  if (isEmbedded) {
    return (
      <Suspense>
        <Embedded />
      </Suspense>
    );
  }
  const shows = (region: RegionId) => !hidden.includes(region);
  // Where the rail is beyond the plot, or away, what is turned first stands under the plot.
  const withStrip = !isNarrow && (isMiddling || isProjected);
  return (
    <div className="shell">
      <SkipLink />
      <Header />
      <main className="stage" data-centre={shows('results') ? centre : 'plot'}>
        <div className="centre">
          {isProjected ? null : (
            <Region>
              <Headline />
            </Region>
          )}
          <Loop isNarrow={isNarrow} withTransport={shows('transport')} />
          {isNarrow ? (
            <Region>
              <Caption />
            </Region>
          ) : null}
          {withStrip ? (
            <Region>
              <LoopStrip />
            </Region>
          ) : null}
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
                <SettingsRail withoutLoops={withStrip} />
              </Region>
            ) : null}
            {shows('results') ? <Results /> : null}
          </>
        )}
      </main>
      <Notices>
        <Suspense>
          <WorkOffer />
        </Suspense>
        <Suspense>{isCheckUnread ? <SelfCheckNotice /> : null}</Suspense>
      </Notices>
      <Overlays />
    </div>
  );
}
