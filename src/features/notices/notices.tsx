/** What went wrong, in a sentence, until dismissed; a plain notice when no GPU is there. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';

export function Notices() {
  const { t } = useTranslation();
  const notices = usePlayground((state) => state.notices);
  const dismiss = usePlayground((state) => state.dismissNotice);
  const engine = usePlayground((state) => state.engine);
  const withoutGpu =
    engine.kind === 'ready' && engine.backend.backend === 'cpu' && engine.backend.requested !== 'cpu';
  return (
    <div className="notices" role="region" aria-label={t('notice.region')} aria-live="polite">
      {withoutGpu ? <p className="notice plain">{t('backend.cpuText')}</p> : null}
      {engine.kind === 'failed' ? <p className="notice">{engine.error.message}</p> : null}
      {notices.map(({ id, message, hint }) => (
        <div key={id} className="notice" role="alert">
          <p>
            {message} {hint}
          </p>
          <button type="button" className="icon" aria-label={t('notice.dismiss')} onClick={() => dismiss(id)}>
            <X size={16} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
