/** How the queries are judged, where a network normalises them together: all at once, or one at a time. */
import { useTranslation } from 'react-i18next';
import { isTransductive } from '#models/statistics.ts';
import { shownContestants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { Hint } from '#ui/hint.tsx';
import { Segmented } from '#ui/segmented.tsx';

const WAYS = ['together', 'alone'] as const;

export function Judging() {
  const { t } = useTranslation();
  const isOffered = usePlayground(({ contestants, hidden }) =>
    shownContestants(contestants, hidden).some(({ network }) => isTransductive(network.architecture)),
  );
  const isAlone = usePlayground((state) => state.isAlone);
  const judgeAlone = usePlayground((state) => state.judgeAlone);
  if (!isOffered) return null;
  return (
    <div className="judging">
      <Segmented
        label={t('characters.judging.title')}
        value={isAlone ? 'alone' : 'together'}
        options={WAYS.map((value) => ({ value, text: t(`characters.judging.${value}`) }))}
        onChange={(value) => judgeAlone(value === 'alone')}
      />
      <Hint about={t('characters.judging.title')}>{t('characters.judging.hint')}</Hint>
    </div>
  );
}
