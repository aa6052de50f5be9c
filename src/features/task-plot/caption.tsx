/** One sentence that says what the plot shows, best initialisation first. */
import { useTranslation } from 'react-i18next';
import { shownContestants } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber } from '#ui/format.ts';

export function Caption() {
  const { t, i18n } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const trajectories = usePlayground((state) => state.trajectories);
  const step = usePlayground((state) => state.step);
  const shots = usePlayground((state) => state.settings.shots);

  const errors = shownContestants(contestants, hidden).flatMap(({ id }) => {
    const loss = trajectories[id]?.queryLoss[step];
    return loss === undefined ? [] : [{ id, loss }];
  });
  // What is not a number has no place in an order; it goes last.
  const rank = (loss: number) => (Number.isFinite(loss) ? loss : Infinity);
  const entries = errors
    .toSorted((a, b) => (rank(a.loss) < rank(b.loss) ? -1 : 1))
    .map(({ id, loss }) =>
      t('caption.entry', { name: t(`contestant.${id}`), value: formatNumber(loss) ?? t('caption.diverged') }),
    );
  const list = new Intl.ListFormat(i18n.language, { type: 'unit' }).format(entries);
  const text = step === 0 ? t('caption.before', { list }) : t('caption.after', { count: step, shots, list });
  return <p className="caption">{entries.length === 0 ? ' ' : text}</p>;
}
