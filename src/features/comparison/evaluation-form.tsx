/** Over how many tasks, whom, and the button that starts or stops it. */
import { useTranslation } from 'react-i18next';
import { takesPart, CONTESTANT_IDS, type ContestantId, entrantOf } from '#store/contestants/contestants.ts';
import { comparedContestants } from '#store/compare/comparison-work.ts';
import { MOST_TASKS } from '#store/compare/comparison-slice.ts';
import { usePlayground } from '#store/react.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Fold } from '#ui/section.tsx';
import { useRefusal } from '../number-refusal.ts';
import { useIsOfPictures } from '../of-pictures.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { RunButton } from './run-button.tsx';

/** Test tasks of the code of MAML's authors. */
const TASKS_OF_AUTHORS = 600;

/** Which initialisations are evaluated: those on the plot, or any others. */
function Chosen() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const shipped = usePlayground((state) => state.shipped);
  const chosen = usePlayground((state) => state.comparisonView.chosen);
  const setView = usePlayground((state) => state.setComparisonView);
  const isOfPictures = useIsOfPictures();
  const settings = usePlayground((state) => state.settings);
  const isHere = (id: ContestantId) => {
    const entrant = entrantOf(id, contestants, settings);
    return entrant !== null && takesPart(entrant, settings);
  };
  const ids = CONTESTANT_IDS.filter((id) => isHere(id) || shipped[id] !== undefined);
  const shown = ids.filter((id) => isHere(id) && !hidden.includes(id));
  const taking = chosen === null ? shown : ids.filter((id) => chosen.includes(id));
  const toggle = (id: ContestantId) =>
    setView({
      chosen: taking.includes(id) ? taking.filter((other) => other !== id) : [...taking, id],
    });
  return (
    <Fold
      title={t('compare.chosen.title')}
      summary={
        chosen === null
          ? t(isOfPictures ? 'characters.words.shown' : 'compare.chosen.shown', { count: taking.length })
          : t('compare.chosen.some', { count: taking.length })
      }
    >
      <div className="choice-chips" role="group" aria-label={t('compare.chosen.title')}>
        {ids.map((id) => (
          <button
            key={id}
            type="button"
            className="choice-chip"
            aria-pressed={taking.includes(id)}
            onClick={() => toggle(id)}
          >
            <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
            {t(`contestant.${id}`)}
          </button>
        ))}
      </div>
      <div className="button-row">
        <button type="button" onClick={() => setView({ chosen: ids })}>
          {t('compare.chosen.all')}
        </button>
        <button type="button" disabled={chosen === null} onClick={() => setView({ chosen: null })}>
          {t(isOfPictures ? 'characters.words.asShown' : 'compare.chosen.asShown')}
        </button>
      </div>
    </Fold>
  );
}

export function EvaluationForm() {
  const { t } = useTranslation();
  const tasks = usePlayground((state) => state.comparisonView.tasks);
  const setView = usePlayground((state) => state.setComparisonView);
  const evaluating = usePlayground((state) => state.evaluating);
  const evaluate = usePlayground((state) => state.evaluate);
  const stopEvaluating = usePlayground((state) => state.stopEvaluating);
  const anyone = usePlayground(
    (state) => (state.comparisonView.chosen ?? comparedContestants(state)).length > 0,
  );
  const refusal = useRefusal();
  const changeTasks = (value: number, typed: string) => {
    if (!Number.isInteger(value) || value < 1 || value > MOST_TASKS) {
      throw refusal(t('compare.tasks'), { minimum: 1, maximum: MOST_TASKS, whole: true }, typed);
    }
    setView({ tasks: value });
  };
  return (
    <>
      <div className="task-count">
        <NumberField
          label={t('compare.tasks')}
          hint={t('compare.tasksHint')}
          value={tasks}
          range={null}
          onChange={changeTasks}
        />
        <button
          type="button"
          className="plain"
          disabled={tasks === TASKS_OF_AUTHORS}
          onClick={() => setView({ tasks: TASKS_OF_AUTHORS })}
        >
          {t('compare.asAuthors', { count: TASKS_OF_AUTHORS })}
        </button>
      </div>
      <Chosen />
      <RunButton
        start={t('compare.evaluate')}
        progress={evaluating}
        progressLabel={t('compare.progress')}
        disabled={!anyone}
        onStart={() => void evaluate(tasks)}
        onStop={stopEvaluating}
      />
    </>
  );
}
