/** One sentence that says what the plot shows, best initialisation first. */
import { useTranslation } from 'react-i18next';
import { shownContestants } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber } from '#ui/format.ts';

/** A sentence names no more than these; the table has them all. */
const MOST_NAMED = 4;

export function Caption() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const trajectories = usePlayground((state) => state.trajectories);
  const step = usePlayground((state) => state.step);
  const shots = usePlayground((state) => state.settings.shots);

  const errors = shownContestants(contestants, hidden).flatMap(({ id }) => {
    const losses = trajectories[id]?.queryLoss;
    const loss = losses?.[step];
    if (losses === undefined || loss === undefined) return [];
    return [{ id, loss, brokenAt: losses.findIndex((value) => !Number.isFinite(value)) }];
  });
  // What is not a number has no place in an order; it goes last.
  const rank = (loss: number) => (Number.isFinite(loss) ? loss : Infinity);
  const entries = errors
    .toSorted((a, b) => (rank(a.loss) < rank(b.loss) ? -1 : 1))
    .map(({ id, loss, brokenAt }) => {
      const value = formatNumber(loss) ?? t('caption.diverged', { step: brokenAt });
      return t('caption.entry', { name: t(`contestant.${id}`), value });
    });
  // One more would take no more room than saying so.
  const named = entries.length > MOST_NAMED + 1 ? entries.slice(0, MOST_NAMED) : entries;
  const others = entries.length - named.length;
  const list = [...named, ...(others === 0 ? [] : [t('caption.more', { count: others })])].join(
    t('caption.separator'),
  );
  const isBroken = errors.some(({ loss }) => !Number.isFinite(loss));
  const points = t('caption.points', { count: shots });
  const text = step === 0 ? t('caption.before', { list }) : t('caption.after', { count: step, points, list });
  const advice = isBroken ? ` ${t('caption.smaller')}` : '';
  return <p className="caption">{entries.length === 0 ? ' ' : text + advice}</p>;
}
