/** What a visitor may want to do next, once their run has caught up or has taken its planned iterations: one thing at a time. */
import { ArrowRight } from 'lucide-react';
import { usePlayground, usePlaygroundStore } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { usePanelTexts } from './panel-texts.ts';
import { usePlan } from './plan.ts';

interface NextActProps {
  /** Whether the run has caught up with MAML, where that can be told. */
  readonly hasCaughtUp: boolean;
}

export function NextAct({ hasCaughtUp }: NextActProps) {
  const { t } = usePanelTexts();
  const store = usePlaygroundStore();
  const { isDone } = usePlan();
  const tasks = usePlayground((state) => state.comparisonView.tasks);
  const isEvaluating = usePlayground((state) => state.evaluating !== null);
  const isCompared = usePlayground(
    ({ comparison }) => comparison?.rows.some(({ entrant }) => entrant.id === 'live') === true,
  );
  const isLookedInto = usePlayground((state) => state.insideContestant === 'live');
  const isOnTour = usePlayground((state) => state.tour !== null);
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  if (isOnTour || !(isDone || hasCaughtUp)) return null;

  const { showPanel, setComparisonView, evaluate, lookInto, showLearn } = store.getState();
  const acts = {
    compare: () => {
      showPanel('compare');
      setComparisonView({ section: 'evaluate' });
      void evaluate(tasks);
    },
    lookInside: () => {
      showPanel('inside');
      lookInto('live');
    },
    tours: () => {
      showPanel('learn');
      showLearn('tours');
    },
  };
  const next = isLookedInto ? 'tours' : isCompared ? 'lookInside' : 'compare';
  return (
    <button type="button" className="dare" disabled={!ready || isEvaluating} onClick={acts[next]}>
      {t(`next.${next}`, { count: tasks, tasks: formatCount(tasks) })}
      <ArrowRight size={13} aria-hidden />
    </button>
  );
}
