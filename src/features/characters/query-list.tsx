/** The queries, each with what everyone answers: a bar for every class, and the class that is named, right or wrong. */
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { formatSetting } from '#ui/format.ts';
import { contestantColor, useContestantName } from '../vocabulary.ts';
import { type Answer, classOf, letterOf } from './answers.ts';
import { CellPicture } from './cell-picture.tsx';
import type { Answering } from './use-answers.ts';

/** More than these are shown when they are asked for. */
const MOST_QUERIES = 30;
/** Between two bars, as a share of a bar's place. */
const GAP = 0.16;

function barsOf(probabilities: Float32Array): string {
  return Array.from(
    probabilities,
    (height, at) => `M${at + GAP} 1V${(1 - height).toFixed(4)}H${at + 1 - GAP}V1Z`,
  ).join('');
}

interface AnswerLineProps {
  readonly name: string;
  readonly color: string;
  readonly answer: Answer;
}

function AnswerLine({ name, color, answer }: AnswerLineProps) {
  const { t } = useTranslation();
  const { probabilities, named, isRight } = answer;
  const share = formatSetting(Math.round(100 * (probabilities[named] ?? 0)));
  const words = { name, letter: letterOf(named), share };
  const said = t(isRight ? 'characters.namesRight' : 'characters.namesWrong', words);
  const Mark = isRight ? Check : X;
  return (
    <li className="answer" style={{ color }} data-right={isRight} title={said}>
      <svg viewBox={`0 0 ${probabilities.length} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path d={barsOf(probabilities)} fill="currentColor" />
      </svg>
      <span className="answer-named" aria-hidden="true">
        {letterOf(named)}
        <Mark size={12} strokeWidth={3} />
      </span>
      <span className="visually-hidden">{said}</span>
    </li>
  );
}

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
  const nameOf = useContestantName();
  const [isAll, setAll] = useState(false);
  const { ways, perClass, side, query } = task;
  const each = firstQueries(task, isAll);
  const shown = Array.from({ length: ways * each }, (_, at) => ({
    label: Math.floor(at / each),
    at: at % each,
  }));
  return (
    <section className="query-list" aria-label={t('characters.queries')}>
      <h3>{t('characters.queriesTitle', { count: query.count })}</h3>
      <ol>
        {shown.map(({ label, at }) => {
          const ink = pictureOf(task, { role: 'query', label, at });
          const number = label * perClass.queryPoints + at;
          return ink === null ? null : (
            <li key={number} className="query">
              <div className="query-head">
                <CellPicture ink={ink} side={side} />
                <span className="class-letter" title={t('characters.isOf', { letter: letterOf(label) })}>
                  {letterOf(classOf(task, number))}
                </span>
              </div>
              <ul className="answers">
                {answering.map(({ contestant: { id }, answers }) => {
                  const answer = answers[number];
                  return answer === undefined ? null : (
                    <AnswerLine key={id} name={nameOf(id)} color={contestantColor(id)} answer={answer} />
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
