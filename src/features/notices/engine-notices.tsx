/** What befalls an engine at work: it is silent, or it was lost and computes again. Few visits see it, so it comes late. */
import { X } from 'lucide-react';
import { usePlayground } from '#store/react.ts';
import { usePanelTexts } from '../panel-texts.ts';

/** It has owed an answer for long: nobody can tell from outside whether it is at work or hangs, so the visitor decides. */
function SilenceNotice() {
  const { t } = usePanelTexts();
  const isSilent = usePlayground((state) => state.isEngineSilent);
  const restart = usePlayground((state) => state.restartEngine);
  if (!isSilent) return null;
  return (
    <div className="notice plain" data-testid="silence">
      <p>{t('engineNotice.silent')}</p>
      <button type="button" onClick={restart}>
        {t('engineNotice.restart')}
      </button>
    </div>
  );
}

/** The GPU was lost, and what that means: nothing to do. */
function RecoveryNotice() {
  const { t } = usePanelTexts();
  const recovery = usePlayground((state) => state.recovery);
  const dismiss = usePlayground((state) => state.dismissRecovery);
  if (recovery === null) return null;
  const [from, to] = [t(`backend.${recovery.from}`), t(`backend.${recovery.to}`)];
  return (
    <div className="notice plain" data-testid="recovery">
      <p>{from === to ? t('engineNotice.recovered', { to }) : t('engineNotice.moved', { from, to })}</p>
      <button type="button" className="icon" aria-label={t('notice.dismiss')} onClick={dismiss}>
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}

export function EngineNotices() {
  return (
    <>
      <SilenceNotice />
      <RecoveryNotice />
    </>
  );
}
