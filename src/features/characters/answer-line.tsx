/** What one initialisation answers about one query: a bar for every class, and the class that is named, right or wrong. */
import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatSetting } from '#ui/format.ts';
import { type Answer } from '../picture-answers.ts';
import { letterOf } from '../class-letter.ts';

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

export function AnswerLine({ name, color, answer }: AnswerLineProps) {
  const { t } = useTranslation();
  const { probabilities, named, isRight } = answer;
  const told = named === null ? 'namesNothing' : isRight ? 'namesRight' : 'namesWrong';
  const share = formatSetting(Math.round(100 * (named === null ? 0 : (probabilities[named] ?? 0))));
  const said = t(`characters.${told}`, { name, letter: letterOf(named), share });
  const Mark = isRight ? Check : X;
  return (
    <li className="answer" style={{ color }} data-right={isRight} title={said}>
      <svg viewBox={`0 0 ${probabilities.length} 1`} preserveAspectRatio="none" aria-hidden="true">
        {named === null ? null : <path d={barsOf(probabilities)} fill="currentColor" />}
      </svg>
      <span className="answer-named" aria-hidden="true">
        {letterOf(named)}
        <Mark size={12} strokeWidth={3} />
      </span>
      <span className="visually-hidden">{said}</span>
    </li>
  );
}
