/** After the visitor's last answer about a task: who was right about which query. */
import { Check, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash, useContestantName } from '../../vocabulary.ts';
import { classOf } from '../../picture-answers.ts';
import { letterOf } from '../../class-letter.ts';
import { CellPicture } from '../cell-picture.tsx';
import type { LastAnswers } from './use-last-answers.ts';

interface DuelTaskResultProps {
  readonly task: ShownPictures;
  readonly questions: readonly number[];
  readonly named: readonly number[];
  readonly others: readonly LastAnswers[];
  readonly isLast: boolean;
  readonly onNext: () => void;
}

function Named({ label, isRight }: { readonly label: number | null; readonly isRight: boolean }) {
  const { t } = useTranslation();
  const Mark = isRight ? Check : X;
  return (
    <td>
      {letterOf(label)}{' '}
      <Mark size={12} strokeWidth={3} aria-label={t(isRight ? 'duel.right' : 'duel.wrong')} />
    </td>
  );
}

export function DuelTaskResult(props: DuelTaskResultProps) {
  const { task, questions, named, others, isLast, onNext } = props;
  const { t } = useTranslation();
  const nameOf = useContestantName();
  const next = useRef<HTMLButtonElement>(null);
  const isWaiting = others.length === 0;
  useEffect(() => {
    if (!isWaiting) next.current?.focus();
  }, [isWaiting]);
  if (isWaiting) return <p role="status">{t('duel.waiting')}</p>;
  const { queryPoints } = task.perClass;
  return (
    <div className="duel-result">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('duel.query')}</th>
            {questions.map((query) => {
              const label = classOf(task, query);
              const ink = pictureOf(task, { role: 'query', label, at: query % queryPoints });
              return (
                <th key={query} scope="col">
                  {ink === null ? null : <CellPicture ink={ink} side={task.side} />}
                  {letterOf(label)}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('duel.you')}</th>
            {questions.map((query, at) => (
              <Named key={query} label={named[at] ?? null} isRight={named[at] === classOf(task, query)} />
            ))}
          </tr>
          {others.map(({ contestant: { id }, answers }) => (
            <tr key={id}>
              <th scope="row">
                <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
                {nameOf(id)}
              </th>
              {questions.map((query) => (
                <Named
                  key={query}
                  label={answers[query]?.named ?? null}
                  isRight={answers[query]?.isRight ?? false}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <button ref={next} type="button" className="primary" onClick={onNext}>
        {t(isLast ? 'duel.toStandings' : 'duel.next')}
      </button>
    </div>
  );
}
