/** The stage of the world of characters: what is learned from, and below it the queries with everyone's answers. */
import { Swords } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { ContestantChips } from '../contestant-chips.tsx';
import { EditHistory } from '../edit-history.tsx';
import { useUndoKeys } from '../undo-keys.ts';
import { CharactersCaption } from './caption.tsx';
import { QueryList } from './query-list.tsx';
import { SupportGrid } from './support-grid.tsx';
import { useAnswers, useShownPictures } from './use-answers.ts';

const Duel = lazy(async () => ({ default: (await import('./duel/duel.tsx')).Duel }));

interface CharactersViewProps {
  /** Where the sentence under the stage stands elsewhere. */
  readonly withoutCaption?: boolean;
}

export function CharactersView({ withoutCaption = false }: CharactersViewProps) {
  const { t } = useTranslation();
  const task = useShownPictures();
  const answering = useAnswers(task);
  const step = usePlayground((state) => state.step);
  const [isDuelling, setDuelling] = useState(false);
  useUndoKeys();
  if (task === null) return null;
  return (
    <section className="task-plot" data-tour="plot" aria-label={t('characters.stage')}>
      <div className="plot-head">
        <div className="plot-legend">
          <ContestantChips />
        </div>
        {isDuelling ? null : (
          <div className="plot-tools">
            <button type="button" className="tool" onClick={() => setDuelling(true)}>
              <Swords size={14} aria-hidden /> {t('duel.open')}
            </button>
          </div>
        )}
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
          {isDuelling ? (
            <Suspense fallback={null}>
              <Duel task={task} onEnd={() => setDuelling(false)} />
            </Suspense>
          ) : (
            <>
              <SupportGrid task={task} />
              <QueryList task={task} answering={answering} />
            </>
          )}
        </div>
      </div>
      {withoutCaption || isDuelling ? null : <CharactersCaption />}
    </section>
  );
}
