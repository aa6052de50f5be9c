/** Notes under the lines over the inner steps, on those for whom a step is no gradient step on all weights. */
import { pointsSeen } from '#training/points-seen.ts';
import { countsOf, movesContext, shownContestants, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { useContestantName } from '../vocabulary.ts';

/** Which of them are there after one step. */
function SolvedAtOnce() {
  const { t } = usePanelTexts();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const contestantName = useContestantName();
  const solved = shownEntrants(contestants, hidden, { family }).filter(
    (contestant) => countsOf(contestant) === 'solution',
  );
  if (solved.length === 0) return null;
  const list = solved.map(({ id }) => contestantName(id)).join(t('caption.separator'));
  return <p className="note">{t('stepNotes.solvedAtOnce', { list })}</p>;
}

/** Which of them move their context alone, by an α that is not the visitor's. */
function ContextMoves() {
  const { t } = usePanelTexts();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const contestantName = useContestantName();
  const moving = shownContestants(contestants, hidden).filter(movesContext);
  if (moving.length === 0) return null;
  const list = moving.map(({ id }) => contestantName(id)).join(t('caption.separator'));
  return <p className="note">{t('stepNotes.contextMoves', { list })}</p>;
}

/** Which of them read points instead of taking steps, and how many they have read at the shown one. */
function PointsSeen() {
  const { t } = usePanelTexts();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const contestantName = useContestantName();
  const step = usePlayground((state) => state.step);
  const innerSteps = usePlayground((state) => state.settings.innerSteps);
  const count = usePlayground((state) => state.task.support.count);
  const reading = shownContestants(contestants, hidden).filter(
    (contestant) => countsOf(contestant) === 'pointSeen',
  );
  if (reading.length === 0) return null;
  const list = reading.map(({ id }) => contestantName(id)).join(t('caption.separator'));
  const seen = pointsSeen(step, innerSteps, count);
  return <p className="note">{t('stepNotes.pointsSeen', { list, step, seen, count })}</p>;
}

export function StepNotes() {
  return (
    <>
      <SolvedAtOnce />
      <ContextMoves />
      <PointsSeen />
    </>
  );
}
