/** How a self-check has ended, for whoever has closed its dialog. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { useCheckWords } from './check-words.ts';

export function SelfCheckNotice() {
  const { t } = useTranslation();
  const { outcomeOf } = useCheckWords();
  const selfCheck = usePlayground((state) => state.selfCheck);
  const setOverlay = usePlayground((state) => state.setOverlay);
  const read = usePlayground((state) => state.readSelfCheck);
  if (selfCheck === null) return null;
  const isBad = selfCheck.outcome?.kind === 'moved' || selfCheck.outcome?.kind === 'nothingPasses';
  return (
    <div className={isBad ? 'notice' : 'notice plain'} role="alert">
      <p>{outcomeOf(selfCheck)}</p>
      <button type="button" onClick={() => setOverlay('selfCheck')}>
        {t('check.show')}
      </button>
      <button type="button" className="icon" aria-label={t('notice.dismiss')} onClick={read}>
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
