/** The tours to choose from. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { useIsPublished } from '../of-published.ts';
import { TOUR_IDS, TOUR_MINUTES } from '#store/page/tour-outline.ts';

export function TourList() {
  const { t } = useTranslation();
  const isPublished = useIsPublished();
  const open = usePlayground((state) => state.tour?.id);
  const startTour = usePlayground((state) => state.startTour);
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
              <span>{t(`learn.tours.${id}`)}</span>
              <small>{t('learn.minutes', { minutes: TOUR_MINUTES[id] })}</small>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
