/** Which backend computes, on what, and why; the choice of another, and the check of them all. */
import { Popover } from '@base-ui/react/popover';
import { useTranslation } from 'react-i18next';
import { BACKENDS, type BackendReport, placeOf } from '#core/backend.ts';
import { usePlayground } from '#store/react.ts';
import { Sentence } from '../sentence.tsx';

function useReason(): (report: BackendReport) => string {
  const { t } = useTranslation();
  return ({ backend, requested, refused, because }) => {
    if (because !== undefined) return t(`engine.because.${because}`);
    if (requested === backend) return t('engine.requested');
    if (requested !== null) return t('engine.refusedRequest', { requested: t(`backend.${requested}`) });
    return refused.length === 0 ? t('engine.first') : t('engine.fallback');
  };
}

/** What meta-trains on the backend, and why it is not the faster one. */
function Kernels({ report }: { readonly report: BackendReport }) {
  const { t } = useTranslation();
  const kernels = usePlayground((state) => state.kernels);
  const reason = kernels.kind === 'tensor' ? kernels.reason : null;
  const name = kernels.kind === 'fused' && report.backend === 'wasm' ? 'simd' : kernels.kind;
  const isDistrusted = usePlayground((state) => state.verdicts[placeOf(report)]?.includes('fused') === true);
  return (
    <>
      <p data-testid="kernels" data-kernels={kernels.kind}>
        <strong>{t('engine.kernels')}</strong>
        {t('between.nameAndValue')}
        {t(`engine.kernelsOf.${name}`)}
      </p>
      {isDistrusted ? <p>{t('engine.distrusted')}</p> : null}
      {reason === null ? null : (
        <p>
          {t('engine.kernelsRefused')}
          {t('between.nameAndValue')}
          <Sentence words={reason} />
        </p>
      )}
    </>
  );
}

/** How many threads there may be, and why only one if so. */
function ThreadCount() {
  const { t } = useTranslation();
  const threads = usePlayground((state) => state.threads);
  if (threads === null) return null;
  const { count, whyOne } = threads;
  const isFramed = whyOne === 'notIsolated' && window.parent !== window;
  return (
    <p data-testid="threads" data-threads={count}>
      <strong>{t('engine.threads')}</strong>
      {t('between.nameAndValue')}
      {t(`engine.threadsOf.${isFramed ? 'framed' : (whyOne ?? 'several')}`, { count })}
    </p>
  );
}

function Details({ report }: { readonly report: BackendReport }) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const onlyCpu = report.backend === 'cpu';
  return (
    <>
      <p>
        <strong>{t('engine.adapter')}</strong>
        {t('between.nameAndValue')}
        {report.adapter}
      </p>
      <Kernels report={report} />
      <ThreadCount />
      <p>{reasonOf(report)}</p>
      {report.refused.length === 0 ? null : (
        <ul>
          {report.refused.map(({ backend, reason }) => (
            <li key={backend}>
              {t(`backend.${backend}`)}
              {t('between.nameAndValue')}
              <Sentence words={reason} />
            </li>
          ))}
        </ul>
      )}
      {report.emulated && report.because === undefined ? <p>{t('engine.emulatedText')}</p> : null}
      {onlyCpu ? <p>{report.requested === 'cpu' ? t('engine.cpuChosen') : t('engine.cpuText')}</p> : null}
    </>
  );
}

export function BackendDetails() {
  const { t } = useTranslation();
  const engine = usePlayground((state) => state.engine);
  const openEngine = usePlayground((state) => state.openEngine);
  const setOverlay = usePlayground((state) => state.setOverlay);
  const report = engine.kind === 'ready' ? engine.backend : null;
  return (
    <>
      {report === null ? null : <Details report={report} />}
      {engine.kind === 'failed' ? (
        <p role="alert">
          <Sentence words={engine.error.message} />
        </p>
      ) : null}
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
      <Popover.Close disabled={report === null} onClick={() => setOverlay('selfCheck')}>
        {t('engine.check')}
      </Popover.Close>
      <Popover.Close disabled={report === null} onClick={() => setOverlay('measurement')}>
        {t('engine.measure')}
      </Popover.Close>
    </>
  );
}
