/** Which backend computes, on what, and why; and the choice of another. */
import { Popover } from '@base-ui/react/popover';
import { useTranslation } from 'react-i18next';
import { BACKENDS, type BackendReport } from '#core/backend.ts';
import { usePlayground } from '#store/react.ts';

function useReason(): (report: BackendReport) => string {
  const { t } = useTranslation();
  return ({ backend, requested, refused }) => {
    if (requested === backend) return t('backend.requested');
    if (requested !== null) return t('backend.refusedRequest', { requested: t(`backend.${requested}`) });
    return refused.length === 0 ? t('backend.first') : t('backend.fallback');
  };
}

/** What meta-trains on the backend, and why it is not the faster one. */
function Kernels() {
  const { t } = useTranslation();
  const kernels = usePlayground((state) => state.kernels);
  const reason = kernels.kind === 'tensor' ? kernels.reason : null;
  return (
    <>
      <p data-testid="kernels" data-kernels={kernels.kind}>
        <strong>{t('backend.kernels')}:</strong> {t(`backend.kernelsOf.${kernels.kind}`)}
      </p>
      {reason === null ? null : (
        <p>
          {t('backend.kernelsRefused')} {reason}
        </p>
      )}
    </>
  );
}

function Details({ report }: { readonly report: BackendReport }) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const onlyCpu = report.backend === 'cpu';
  return (
    <>
      <p>
        <strong>{t('backend.adapter')}:</strong> {report.adapter}
      </p>
      <Kernels />
      <p>{reasonOf(report)}</p>
      {report.refused.length === 0 ? null : (
        <ul>
          {report.refused.map(({ backend, reason }) => (
            <li key={backend}>
              {t(`backend.${backend}`)}: {reason}
            </li>
          ))}
        </ul>
      )}
      {report.emulated ? <p>{t('backend.emulatedText')}</p> : null}
      {onlyCpu ? <p>{report.requested === 'cpu' ? t('backend.cpuChosen') : t('backend.cpuText')}</p> : null}
    </>
  );
}

export function BackendBadge() {
  const { t } = useTranslation();
  const engine = usePlayground((state) => state.engine);
  const openEngine = usePlayground((state) => state.openEngine);
  const report = engine.kind === 'ready' ? engine.backend : null;
  const title = t(`backend.${engine.kind === 'ready' ? engine.backend.backend : engine.kind}`);
  return (
    <Popover.Root>
      <Popover.Trigger className="badge" data-testid="backend-badge" data-backend={report?.backend}>
        <span className={`dot ${engine.kind}`} aria-hidden="true" />
        <strong>{title}</strong>
        {report === null ? null : (
          <span className="badge-adapter">
            {report.adapter}
            {report.emulated ? ` · ${t('backend.emulated')}` : ''}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="floating">
          <Popover.Popup className="popup badge-popup" aria-label={t('backend.choose')}>
            {report === null ? null : <Details report={report} />}
            {engine.kind === 'failed' ? <p role="alert">{engine.error.message}</p> : null}
            <div className="segmented" role="group" aria-label={t('backend.choose')}>
              {BACKENDS.map((backend) => (
                <button
                  key={backend}
                  type="button"
                  aria-pressed={report?.backend === backend}
                  disabled={engine.kind === 'opening'}
                  onClick={() => void openEngine(backend)}
                >
                  {t(`backend.${backend}`)}
                </button>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
