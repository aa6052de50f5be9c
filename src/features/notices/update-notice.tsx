/** A newer build of the page is there: it opens with the next load, when the visitor likes. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';

export function UpdateNotice() {
  const { t } = useTranslation();
  const isReady = usePlayground((state) => state.updateReady);
  const dismiss = usePlayground((state) => state.dismissUpdate);
  if (!isReady) return null;
  return (
    <div className="notice plain">
      <p>{t('offline.update')}</p>
      <button type="button" onClick={() => location.reload()}>
        {t('offline.reload')}
      </button>
      <button type="button" className="icon" aria-label={t('notice.dismiss')} onClick={dismiss}>
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
