/** Journey into one initialisation: what the second order adds, the loss around θ, and which parameters move. */
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import {
  canBeAsked,
  CONTESTANT_IDS,
  countsOf,
  isOfFamily,
  movesContext,
  shownEntrants,
} from '#store/contestants/contestants.ts';
import { INSIDE_VIEWS, type InsideView, lookedInto } from '#store/inside/inside-slice.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { GaugeView } from './gauge-view.tsx';
import { MapView } from './map-view.tsx';
import { ParametersView } from './parameters-view.tsx';
import { TwoTasksView } from './two-tasks-view.tsx';

const VIEWS: Readonly<Record<InsideView, ComponentType>> = {
  gauge: GaugeView,
  map: MapView,
  parameters: ParametersView,
  twoTasks: TwoTasksView,
};

export function InsidePanel() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const family = usePlayground((state) => state.settings.family);
  const view = usePlayground((state) => state.insideView);
  const showInside = usePlayground((state) => state.showInside);
  const chosen = usePlayground((state) => lookedInto(state)?.id);
  const remembering = usePlayground((state) => {
    const contestant = lookedInto(state);
    return contestant !== null && countsOf(contestant) === 'pointSeen';
  });
  const ofContext = usePlayground((state) => {
    const contestant = lookedInto(state);
    return contestant !== null && movesContext(contestant);
  });
  const ofPlainDescent = usePlayground(
    ({ insideView, settings }) =>
      settings.innerOptimiser !== 'sgd' && (insideView === 'gauge' || insideView === 'twoTasks'),
  );
  const lookInto = usePlayground((state) => state.lookInto);
  const isUntold = usePlayground((state) => {
    const contestant = lookedInto(state);
    const needsCurve = state.insideView !== 'gauge' || state.gauge.scope === 'shown';
    return contestant !== null && needsCurve && !canBeAsked(contestant, state.task);
  });
  const isOfCurves = usePlayground(({ task }) => task.view === 'curve');
  const blind = usePlayground(
    useShallow(({ hidden, settings }) =>
      shownEntrants({}, hidden, settings).map(({ id }) => t(`contestant.${id}`)),
    ),
  );
  if (chosen === undefined) return null;
  const View = VIEWS[view];
  return (
    <div className="panel inside" data-tour="gauge">
      <ChoiceField
        label={t('inside.which')}
        value={chosen}
        options={CONTESTANT_IDS.filter((id) => {
          const contestant = contestants[id];
          return contestant !== undefined && isOfFamily(contestant, { family });
        }).map((id) => ({
          value: id,
          label: t(`contestant.${id}`),
        }))}
        onChange={lookInto}
      />
      <Segmented
        label={t('inside.view')}
        value={view}
        options={INSIDE_VIEWS.map((value) => ({ value, text: t(`inside.views.${value}`) }))}
        onChange={showInside}
      />
      {blind.length === 0 ? null : (
        <p className="note">{t('inside.noWeights', { list: blind.join(t('caption.separator')) })}</p>
      )}
      {isUntold ? (
        <p className="note stale">{t(isOfCurves ? 'inside.untold' : 'inside.otherClasses')}</p>
      ) : null}
      {ofContext ? <p className="note">{t('inside.context')}</p> : null}
      {ofPlainDescent ? <p className="note">{t('inside.plainDescent')}</p> : null}
      {remembering ? <p className="note">{t('inside.remembers')}</p> : <View />}
    </div>
  );
}
