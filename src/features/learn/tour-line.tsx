/** A tour in a list: its question, how long it takes, and whether the visitor has gone through it. */
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TourId } from '#store/page/tour-outline.ts';
import { TOUR_MINUTES } from './tour-minutes.ts';

export function TourLine({ id, isDone }: { readonly id: TourId; readonly isDone: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <span>{t(`learn.tours.${id}`)}</span>
      <small>
        {isDone ? <Check size={14} role="img" aria-label={t('learn.gone')} /> : null}
        {t('learn.minutes', { minutes: TOUR_MINUTES[id] })}
      </small>
    </>
  );
}
