/** Where α is too large: a smaller one that was tried on many tasks, and the largest that holds on this one. */
import { useEffect } from 'react';
import { usePlayground } from '#store/react.ts';
import { PROVING_TASKS, provenAlphaOf, stableAlphaOf } from '#store/task/stability-slice.ts';
import { formatSetting } from '#ui/format.ts';
import { usePanelTexts } from '../panel-texts.ts';

/** A point that is being dragged is not asked about at every place. */
const SEARCH_MILLISECONDS = 400;

export function SmallerAlpha() {
  const { t } = usePanelTexts();
  const stable = usePlayground(stableAlphaOf);
  const proven = usePlayground(provenAlphaOf);
  const alpha = usePlayground((state) => state.settings.alpha);
  // What curvature does to a step is another matter where steps remember each other.
  const isPlain = usePlayground((state) => state.settings.innerOptimiser === 'sgd');
  const find = usePlayground((state) => state.findLargestStableAlpha);
  const setNumber = usePlayground((state) => state.setNumber);
  const isUnknown = stable === undefined || proven === undefined;
  useEffect(() => {
    if (!isUnknown) return undefined;
    // Again and again, as what is shown may change while it is being asked about.
    const timer = setInterval(() => void find(), SEARCH_MILLISECONDS);
    return () => clearInterval(timer);
  }, [isUnknown, find]);
  const tasks = PROVING_TASKS;
  return (
    <div className="caption-advice">
      {stable === undefined ? <p>{t('smallerAlpha.searching')}</p> : null}
      {stable === null ? <p>{t('smallerAlpha.noneHolds')}</p> : null}
      {typeof stable === 'number' && proven === undefined ? (
        <p>{t('smallerAlpha.proving', { tasks })}</p>
      ) : null}
      {typeof stable === 'number' && proven === null ? (
        <p>{t('smallerAlpha.noneProven', { tasks })}</p>
      ) : null}
      {typeof proven === 'number' && proven < alpha ? (
        <button type="button" className="primary" onClick={() => setNumber('alpha', proven)}>
          {t('smallerAlpha.useProven', { alpha: formatSetting(proven), tasks })}
        </button>
      ) : null}
      {typeof stable === 'number' && stable < alpha && stable !== proven ? (
        <button type="button" onClick={() => setNumber('alpha', stable)}>
          {t('smallerAlpha.use', { alpha: formatSetting(stable) })}
        </button>
      ) : null}
      {isPlain ? <p className="caption-why">{t('smallerAlpha.curvature')}</p> : null}
    </div>
  );
}
