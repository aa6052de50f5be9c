/** The queries, each with what everyone answers: a bar for every class, and the class that is named, right or wrong. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownPictures } from '#families/pictures/shown-pictures.ts';
import { useAnsweringName } from '../transductive.ts';
import { contestantColor } from '../vocabulary.ts';
import { AnswerLine } from './answer-line.tsx';
import { classOf } from '../picture-answers.ts';
import { letterOf } from '../class-letter.ts';
import { DrawableCell } from './drawing/drawable-cell.tsx';
import { Judging } from './judging.tsx';
import type { Answering } from './use-answers.ts';

/** More than these are shown when they are asked for. */
const MOST_QUERIES = 30;

interface QueryListProps {
  readonly task: ShownPictures;
  readonly answering: readonly Answering[];
}

/** Of every class as many, so that none is left out. */
function firstQueries({ ways, perClass }: ShownPictures, isAll: boolean): number {
  return isAll
    ? perClass.queryPoints
    : Math.min(perClass.queryPoints, Math.max(1, Math.floor(MOST_QUERIES / ways)));
}

export function QueryList({ task, answering }: QueryListProps) {
  const { t } = useTranslation();
  const nameOf = useAnsweringName();
  const [isAll, setAll] = useState(false);
  const { ways, perClass, query } = task;
  const each = firstQueries(task, isAll);
  const shown = Array.from({ length: ways * each }, (_, at) => ({
    label: Math.floor(at / each),
    at: at % each,
  }));
  return (
    <section className="query-list" aria-label={t('characters.queries')}>
      <h3>{t('characters.queriesTitle', { count: query.count })}</h3>
      <Judging />
      <ol>
        {shown.map(({ label, at }) => {
          const number = label * perClass.queryPoints + at;
          return (
            <li key={number} className="query">
              <div className="query-head">
                <DrawableCell task={task} cell={{ role: 'query', label, at }} />
                <span className="class-letter" title={t('characters.isOf', { letter: letterOf(label) })}>
                  {letterOf(classOf(task, number))}
                </span>
              </div>
              <ul className="answers">
                {answering.map(({ contestant, answers }) => {
                  const { id } = contestant;
                  const answer = answers[number];
                  return answer === undefined ? null : (
                    <AnswerLine
                      key={id}
                      name={nameOf(contestant)}
                      color={contestantColor(id)}
                      answer={answer}
                    />
                  );
                })}
              </ul>
            </li>
          );
        })}
      </ol>
      {each === perClass.queryPoints && !isAll ? null : (
        <button type="button" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? t('characters.fewer') : t('characters.all', { count: query.count })}
        </button>
      )}
    </section>
  );
}
