/** One query, and a button for each class; the keys 1, 2 … name one, too. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { classOf } from '../../picture-answers.ts';
import { letterOf } from '../../class-letter.ts';
import { CellPicture } from '../cell-picture.tsx';

interface DuelQuestionProps {
  readonly task: ShownPictures;
  /** Of all queries of the task, class after class. */
  readonly query: number;
  readonly number: number;
  readonly of: number;
  readonly onName: (label: number) => void;
}

/** Classes that have a key of their own. */
const KEYS = 9;

export function DuelQuestion({ task, query, number, of, onName }: DuelQuestionProps) {
  const { t } = useTranslation();
  const first = useRef<HTMLButtonElement>(null);
  const { ways, perClass, side } = task;
  const label = classOf(task, query);
  const ink = pictureOf(task, { role: 'query', label, at: query % perClass.queryPoints });

  // Whoever plays by keys has the focus in the game from the start.
  useEffect(() => first.current?.focus(), []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isText =
        event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
      if (event.ctrlKey || event.metaKey || event.altKey || isText) return;
      const digit = Number(event.key);
      if (!Number.isInteger(digit) || digit < 1 || digit > Math.min(KEYS, ways)) return;
      // Elsewhere digits open panels.
      event.preventDefault();
      event.stopPropagation();
      onName(digit - 1);
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, [ways, onName]);

  return (
    <div className="duel-question">
      <p role="status">{t('duel.question', { number, of })}</p>
      {ink === null ? null : <CellPicture ink={ink} side={side} />}
      <div className="button-row" role="group" aria-label={t('duel.classes')}>
        {Array.from({ length: ways }, (_, at) => (
          <button
            key={letterOf(at)}
            ref={at === 0 ? first : null}
            type="button"
            aria-keyshortcuts={at < KEYS ? String(at + 1) : undefined}
            onClick={() => onName(at)}
          >
            {letterOf(at)}
            {at < KEYS ? <kbd aria-hidden="true">{at + 1}</kbd> : null}
          </button>
        ))}
      </div>
    </div>
  );
}
