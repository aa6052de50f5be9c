/** What went wrong, in a sentence, until dismissed; a plain notice when no GPU is there. */
import { X } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '#core/errors.ts';
import { usePlayground } from '#store/react.ts';
import { Sentence } from '../sentence.tsx';
import { UpdateNotice } from './update-notice.tsx';

const EngineNotices = lazy(async () => ({ default: (await import('./engine-notices.tsx')).EngineNotices }));

const WithoutGpu = lazy(async () => ({ default: (await import('./without-gpu.tsx')).WithoutGpu }));

/** What happened, then what was expected and found. */
function Report({ code, message, hint, found }: ErrorReport) {
  const { t, i18n } = useTranslation();
  return (
    <p>
      <strong>{t('notice.title', { title: t(`error.${code}`) })}</strong>
      {t('between.sentences')}
      {code === 'link-mended' && found !== undefined ? (
        t('link.mended', { parts: new Intl.ListFormat(i18n.language, { type: 'unit' }).format(found) })
      ) : (
        <>
          <Sentence words={message} />
          {t('between.sentences')}
          <Sentence words={hint} />
        </>
      )}
    </p>
  );
}

/** `children` are notices of another kind. */
export function Notices({ children }: { readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const notices = usePlayground((state) => state.notices);
  const dismiss = usePlayground((state) => state.dismissNotice);
  const engine = usePlayground((state) => state.engine);
  const isDisturbed = usePlayground((state) => state.isEngineSilent || state.recovery !== null);
  const withoutGpu =
    engine.kind === 'ready' && engine.backend.backend === 'cpu' && engine.backend.requested !== 'cpu';
  return (
    <div className="notices" role="region" aria-label={t('notice.region')} aria-live="polite">
      {children}
      <UpdateNotice />
      {isDisturbed ? (
        <Suspense>
          <EngineNotices />
        </Suspense>
      ) : null}
      {withoutGpu ? (
        <Suspense>
          <WithoutGpu />
        </Suspense>
      ) : null}
      {engine.kind === 'failed' ? (
        <div className="notice">
          <Report {...engine.error} />
        </div>
      ) : null}
      {notices.map(({ id, ...report }) => (
        <div key={id} className="notice" role="alert">
          <Report {...report} />
          <button type="button" className="icon" aria-label={t('notice.dismiss')} onClick={() => dismiss(id)}>
            <X size={16} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
