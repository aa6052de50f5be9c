/** Journey into one initialisation: what the second order adds, the loss around θ, which parameters move, and what it sees. */
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import {
  CONTESTANT_IDS,
  countsOf,
  isOfFamily,
  isUnseenBy,
  movesContext,
  shownEntrants,
} from '#store/contestants/contestants.ts';
import { INSIDE_VIEWS, type InsideView, isViewOf, lookedInto } from '#store/inside/inside-slice.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { ContextsView } from './contexts-view.tsx';
import { FeaturesView } from './features-view.tsx';
import { GaugeView } from './gauge-view.tsx';
import { MapView } from './map-view.tsx';
import { NetworkView } from './network-view.tsx';
import { ParametersView } from './parameters-view.tsx';
import { TwoTasksView } from './two-tasks-view.tsx';
import { useIsUntold } from './use-is-untold.ts';

const VIEWS: Readonly<Record<InsideView, ComponentType>> = {
  gauge: GaugeView,
  map: MapView,
  parameters: ParametersView,
  network: NetworkView,
  twoTasks: TwoTasksView,
  features: FeaturesView,
  contexts: ContextsView,
};

export function InsidePanel() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const family = usePlayground((state) => state.settings.family);
  const showInside = usePlayground((state) => state.showInside);
  const contestant = usePlayground(lookedInto);
  const views =
    contestant === null ? [] : INSIDE_VIEWS.filter((each) => isViewOf(each, contestant, { family }));
  // Another contestant, or another family, may not have the view that was open.
  const view = usePlayground(({ insideView }) => (views.includes(insideView) ? insideView : INSIDE_VIEWS[0]));
  const ofPlainDescent = usePlayground(
    ({ settings }) => settings.innerOptimiser !== 'sgd' && (view === 'gauge' || view === 'twoTasks'),
  );
  const lookInto = usePlayground((state) => state.lookInto);
  const isUntold = useIsUntold(view);
  const isUnseen = usePlayground(({ task }) => contestant === null || isUnseenBy(contestant, task.numbers));
  const isOfCurves = usePlayground(({ task }) => task.view === 'curve');
  const blind = usePlayground(
    useShallow(({ hidden, settings }) =>
      shownEntrants({}, hidden, settings).map(({ id }) => t(`contestant.${id}`)),
    ),
  );
  if (contestant === null) return null;
  const View = VIEWS[view];
  // With the gauge, the visitor turns to other tasks.
  const hasView = countsOf(contestant) !== 'pointSeen' && (!isUntold || view === 'gauge');
  return (
    <div className="panel inside" data-tour="gauge">
      <ChoiceField
        label={t('inside.which')}
        value={contestant.id}
        options={CONTESTANT_IDS.filter((id) => {
          const one = contestants[id];
          return one !== undefined && isOfFamily(one, { family });
        }).map((id) => ({
          value: id,
          label: t(`contestant.${id}`),
        }))}
        onChange={lookInto}
      />
      <Segmented
        label={t('inside.view')}
        value={view}
        options={views.map((value) => ({ value, text: t(`inside.views.${value}`) }))}
        onChange={showInside}
      />
      {blind.length === 0 ? null : (
        <p className="note">{t('inside.noWeights', { list: blind.join(t('caption.separator')) })}</p>
      )}
      {isUntold ? (
        <p className="note stale">
          {t(isOfCurves ? (isUnseen ? 'inside.untold' : 'inside.seen') : 'inside.otherClasses')}
        </p>
      ) : null}
      {movesContext(contestant) && view !== 'contexts' ? <p className="note">{t('inside.context')}</p> : null}
      {countsOf(contestant) === 'pointSeen' ? <p className="note">{t('inside.remembers')}</p> : null}
      {hasView && ofPlainDescent ? <p className="note">{t('inside.plainDescent')}</p> : null}
      {hasView ? <View /> : null}
    </div>
  );
}
