/** The engine has owed an answer for long: nobody can tell from outside whether it is at work or hangs, so the visitor decides. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';

export function SilenceNotice() {
  const { t } = useTranslation();
  const isSilent = usePlayground((state) => state.isEngineSilent);
  const restart = usePlayground((state) => state.restartEngine);
  if (!isSilent) return null;
  return (
    <div className="notice plain" data-testid="silence">
      <p>{t('backend.silent')}</p>
      <button type="button" onClick={restart}>
        {t('backend.restart')}
      </button>
    </div>
  );
}
