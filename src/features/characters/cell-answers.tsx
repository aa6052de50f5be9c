/** What everyone on show answers about one query, at the shown step. */
import type { Cell } from '#families/pictures/drawn-cells.ts';
import { pointOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { contestantColor, useContestantName } from '../vocabulary.ts';
import { AnswerLine } from './answer-line.tsx';
import { useAnswers } from './use-answers.ts';

export function CellAnswers({ task, cell }: { readonly task: ShownPictures; readonly cell: Cell }) {
  const nameOf = useContestantName();
  const answering = useAnswers(task);
  const number = pointOf(task, cell);
  return (
    <ul className="answers">
      {answering.map(({ contestant: { id }, answers }) => {
        const answer = number === null ? undefined : answers[number];
        return answer === undefined ? null : (
          <AnswerLine key={id} name={nameOf(id)} color={contestantColor(id)} answer={answer} />
        );
      })}
    </ul>
  );
}
