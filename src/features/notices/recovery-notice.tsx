/** The GPU was lost, and what that means: nothing to do. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';

export function RecoveryNotice() {
  const { t } = useTranslation();
  const recovery = usePlayground((state) => state.recovery);
  const dismiss = usePlayground((state) => state.dismissRecovery);
  if (recovery === null) return null;
  const [from, to] = [t(`backend.${recovery.from}`), t(`backend.${recovery.to}`)];
  return (
    <div className="notice plain" data-testid="recovery">
      <p>{from === to ? t('backend.recovered', { to }) : t('backend.moved', { from, to })}</p>
      <button type="button" className="icon" aria-label={t('notice.dismiss')} onClick={dismiss}>
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
