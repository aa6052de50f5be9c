/** “You against MAML” on the stage: the visitor names queries of ten tasks before anybody else’s answers are seen. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownPictures } from '#families/pictures/shown-pictures.ts';
import { usePlayground } from '#store/react.ts';
import { classOf } from '../../picture-answers.ts';
import { SupportGrid } from '../support-grid.tsx';
import { type Shares, TASKS, questionsOf, withTask, YOU } from './duel.ts';
import { DuelQuestion } from './duel-question.tsx';
import { DuelStandings } from './duel-standings.tsx';
import { DuelTaskResult } from './duel-task-result.tsx';
import { useLastAnswers } from './use-last-answers.ts';

interface DuelProps {
  readonly task: ShownPictures;
  readonly onEnd: () => void;
}

/** What the visitor has named of a task; of another one it says nothing. */
interface Answered {
  readonly taskIndex: number;
  readonly labels: readonly number[];
}

export function Duel({ task, onEnd }: DuelProps) {
  const { t } = useTranslation();
  const taskIndex = usePlayground((state) => state.taskIndex);
  const newTask = usePlayground((state) => state.newTask);
  const [shares, setShares] = useState<Shares>({});
  const [answered, setAnswered] = useState<Answered>({ taskIndex, labels: [] });
  const named = answered.taskIndex === taskIndex ? answered.labels : [];
  const others = useLastAnswers(task);
  const questions = questionsOf(task.numbers.seed, taskIndex, task.query.count);
  const played = shares[YOU]?.length ?? 0;
  const asked = questions[named.length];

  const next = () => {
    const right: Record<string, readonly boolean[]> = {
      [YOU]: questions.map((query, at) => named[at] === classOf(task, query)),
    };
    for (const { contestant, answers } of others)
      right[contestant.id] = questions.map((query) => answers[query]?.isRight ?? false);
    setShares(withTask(shares, right));
    if (played + 1 < TASKS) newTask();
  };

  return (
    <section className="duel" aria-label={t('duel.title')}>
      <div className="duel-head">
        <strong>{t('duel.title')}</strong>
        <span role="status">
          {played === TASKS ? '' : t('duel.place', { number: played + 1, of: TASKS })}
        </span>
        <button type="button" onClick={onEnd}>
          {t(played === TASKS ? 'duel.close' : 'duel.leave')}
        </button>
      </div>
      {played === TASKS ? (
        <DuelStandings
          shares={shares}
          onAgain={() => {
            setShares({});
            newTask();
          }}
        />
      ) : (
        <>
          <SupportGrid task={task} isDrawable={false} />
          {asked === undefined ? (
            <DuelTaskResult
              task={task}
              questions={questions}
              named={named}
              others={others}
              isLast={played + 1 === TASKS}
              onNext={next}
            />
          ) : (
            <DuelQuestion
              task={task}
              query={asked}
              number={named.length + 1}
              of={questions.length}
              onName={(label) => setAnswered({ taskIndex, labels: [...named, label] })}
            />
          )}
        </>
      )}
    </section>
  );
}
