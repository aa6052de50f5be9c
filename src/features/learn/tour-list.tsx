/** The tours to choose from. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { useIsPublished } from '../of-published.ts';
import { doneTours } from '#store/page/done-tours.ts';
import { TOUR_IDS } from '#store/page/tour-outline.ts';
import { TourLine } from './tour-line.tsx';

export function TourList() {
  const { t } = useTranslation();
  const isPublished = useIsPublished();
  const open = usePlayground((state) => state.tour?.id);
  const startTour = usePlayground((state) => state.startTour);
  const done = doneTours();
  return (
    <>
      <p className="lead">{t('learn.toursLead')}</p>
      {isPublished ? null : <p className="note">{t('characters.words.tours')}</p>}
      <ol className="tour-list">
        {TOUR_IDS.map((id) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === open ? 'step' : undefined}
              onClick={() => void startTour(id)}
            >
              <TourLine id={id} isDone={done.has(id)} />
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
