/** The stage of the world of characters: what is learned from, and below it the queries with everyone's answers. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { ContestantChips } from '../contestant-chips.tsx';
import { EditHistory } from '../edit-history.tsx';
import { useUndoKeys } from '../undo-keys.ts';
import { CharactersCaption } from './caption.tsx';
import { QueryList } from './query-list.tsx';
import { SupportGrid } from './support-grid.tsx';
import { useAnswers, useShownPictures } from './use-answers.ts';

interface CharactersViewProps {
  /** Where the sentence under the stage stands elsewhere. */
  readonly withoutCaption?: boolean;
}

export function CharactersView({ withoutCaption = false }: CharactersViewProps) {
  const { t } = useTranslation();
  const task = useShownPictures();
  const answering = useAnswers(task);
  const step = usePlayground((state) => state.step);
  useUndoKeys();
  if (task === null) return null;
  return (
    <section className="task-plot" data-tour="plot" aria-label={t('characters.stage')}>
      <div className="plot-head">
        <div className="plot-legend">
          <ContestantChips />
        </div>
        <EditHistory />
      </div>
      <div className="plot-stage">
        <div
          className="plot-frame characters-frame"
          role="group"
          aria-label={t('characters.label', { count: step })}
          // What does not fit is scrolled to, by keys, too.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          <SupportGrid task={task} />
          <QueryList task={task} answering={answering} />
        </div>
      </div>
      {withoutCaption ? null : <CharactersCaption />}
    </section>
  );
}
