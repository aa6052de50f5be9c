/** Offers to go on with work that an earlier page has left; nothing happens before it is answered. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { useNow } from '#ui/use-now.ts';
import { formatAgo } from '#ui/when.ts';

const MINUTE = 60_000;

export function WorkOffer() {
  const { t, i18n } = useTranslation();
  const offer = usePlayground((state) => state.offer);
  const isReady = usePlayground((state) => state.engine.kind === 'ready');
  const goOn = usePlayground((state) => state.goOn);
  const decline = usePlayground((state) => state.declineOffer);
  const now = useNow(MINUTE / 4);
  if (offer === null) return null;
  const { run, hasImported, hasOwnTask, savedAt } = offer;
  const when = formatAgo(run?.savedAt ?? savedAt, now, i18n.language) ?? t('runs.justNow');
  const others = [
    ...(hasOwnTask ? [t('runs.ownTask')] : []),
    ...(hasImported ? [t('runs.importedWeights')] : []),
  ].join(t('runs.and'));
  return (
    <div className="notice work-offer" role="group" aria-label={t('runs.offer')} data-testid="work-offer">
      <p>
        {run === null
          ? t('runs.offerOthers', { what: others, when })
          : t('runs.offerRun', { iteration: formatCount(run.iteration), when })}
        {run === null || others === ''
          ? null
          : `${t('between.sentences')}${t('runs.offerToo', { what: others })}`}
      </p>
      {run === null ? null : <small>{t('runs.leaveHint')}</small>}
      <div className="button-row">
        <button type="button" className="primary" disabled={!isReady} onClick={() => void goOn()}>
          {run === null ? t('runs.bringBack') : t('runs.goOn')}
        </button>
        <button type="button" onClick={() => void decline()}>
          {run === null ? t('runs.discard') : t('runs.leave')}
        </button>
      </div>
    </div>
  );
}
