/** How many queries of the shown task everyone names after the shown step. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { useAnsweringName } from '../transductive.ts';
import { Announcement } from '../announcement.tsx';
import { rightAnswers } from '../picture-answers.ts';
import { CaptionMisfits } from '../picture-misfit.tsx';
import { useAnswers, useShownPictures } from './use-answers.ts';

/** A sentence names no more than these; the table has them all. */
const MOST_NAMED = 4;

function useSentence(): string {
  const { t } = useTranslation();
  const task = useShownPictures();
  const answering = useAnswers(task);
  const step = usePlayground((state) => state.step);
  const nameOf = useAnsweringName();
  if (task === null || answering.length === 0) return '';
  const ranked = answering
    .map(({ contestant, answers }) => ({ contestant, right: rightAnswers(answers) }))
    .toSorted((one, other) => other.right - one.right);
  const [best, ...others] = ranked.slice(0, MOST_NAMED);
  if (best === undefined) return '';
  const values = { count: step, name: nameOf(best.contestant), right: best.right, of: task.query.count };
  const list = others
    .map(({ contestant, right }) => t('caption.entry', { name: nameOf(contestant), value: right }))
    .join(t('caption.separator'));
  const told = t(step === 0 ? 'characters.before' : 'characters.after', values);
  const rest = list === '' ? '' : t('characters.others', { list });
  return `${told}${rest}${t('characters.thisTask')}`;
}

export function CharactersCaption() {
  const { t } = useTranslation();
  const isOpening = usePlayground((state) => state.engine.kind === 'opening');
  const text = useSentence();
  return (
    <div className="caption-area">
      {text !== '' || isOpening ? (
        <p className="caption">
          {text === '' ? <span className="caption-note">{t('plot.waiting')}</span> : text}
        </p>
      ) : null}
      <CaptionMisfits />
      <Announcement text={text} />
    </div>
  );
}
