/** Whether two contestants differ by more than the luck of the tasks, in a sentence. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { familyOf } from '#families/family-of.ts';
import { FEWEST_PAIRED_TASKS, pairedDifference, verdictOf } from '#training/pairing.ts';
import type { Settings } from '#training/settings.ts';
import type { Comparison, ComparisonRow } from '#store/compare/comparison-slice.ts';
import { bestPair, lossesAt } from '#store/compare/comparison-pair.ts';
import { divergenceThresholdFor } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { useSummaryText } from './summary-text.ts';

interface PairProps {
  readonly comparison: Comparison;
  readonly step: number;
}

function Sentence({
  first,
  second,
  step,
  settings,
}: {
  readonly first: ComparisonRow;
  readonly second: ComparisonRow;
  readonly step: number;
  readonly settings: Settings;
}) {
  const { t } = useTranslation();
  const { number } = useSummaryText();
  const isOfPictures = familyOf(settings).view === 'pictures';
  const difference = useMemo(() => {
    const at = (row: ComparisonRow) => lossesAt(row, step, settings.innerSteps + 1);
    const limit = (row: ComparisonRow) => divergenceThresholdFor(row, settings);
    return pairedDifference(at(first), at(second), limit(first), limit(second));
  }, [first, second, step, settings]);
  const verdict = verdictOf(difference);
  const { tasks, diverged, mean, confidence95, firstBetter, secondBetter } = difference;
  const isFirstSmaller = mean === null ? firstBetter >= secondBetter : mean <= 0;
  const [smaller, larger] = isFirstSmaller ? [first, second] : [second, first];
  const told = {
    kind: mean === null ? ('counts' as const) : ('means' as const),
    step,
    diverged: formatCount(diverged),
    smaller: t(`contestant.${smaller.id}`),
    larger: t(`contestant.${larger.id}`),
    by: mean === null ? '' : number(Math.abs(mean)),
    interval: number(confidence95),
    wins: formatCount(isFirstSmaller ? firstBetter : secondBetter),
    losses: formatCount(isFirstSmaller ? secondBetter : firstBetter),
    tasks: formatCount(tasks),
    fewest: FEWEST_PAIRED_TASKS,
  };
  return (
    <p className="pair-sentence" data-verdict={verdict}>
      <strong>{t(`compare.verdict.${verdict}`)}</strong>
      {t('between.sentences')}
      {isOfPictures ? t(`characters.words.${told.kind}`, told) : t(`compare.pair.${told.kind}`, told)}
    </p>
  );
}

export function PairOfContestants({ comparison, step }: PairProps) {
  const { t } = useTranslation();
  const { rows, settings } = comparison;
  const view = usePlayground((state) => state.comparisonView);
  const setView = usePlayground((state) => state.setComparisonView);
  const pair = bestPair(rows, step, view);
  if (pair === null) return null;
  const [first, second] = pair;
  const choose = (place: 0 | 1, row: ComparisonRow) => {
    const other = place === 0 ? second : first;
    // Whoever takes the other's place gives it their own.
    const instead = row.id === other.id ? pair[place] : other;
    setView({ pair: place === 0 ? [row.id, instead.id] : [instead.id, row.id] });
  };
  const select = (place: 0 | 1) => (
    <select
      aria-label={t(place === 0 ? 'compare.pair.first' : 'compare.pair.second')}
      value={pair[place].id}
      onChange={(event) => {
        const row = rows.find(({ id }) => id === event.target.value);
        if (row !== undefined) choose(place, row);
      }}
    >
      {rows.map(({ id }) => (
        <option key={id} value={id}>
          {t(`contestant.${id}`)}
        </option>
      ))}
    </select>
  );
  return (
    <section className="pair" aria-label={t('compare.pair.title')}>
      <div className="pair-choice">
        {select(0)}
        <span>{t('compare.pair.against')}</span>
        {select(1)}
        {view.pair === null ? null : (
          <button type="button" className="plain" onClick={() => setView({ pair: null })}>
            {t('compare.pair.best')}
          </button>
        )}
      </div>
      <Sentence first={first} second={second} step={step} settings={settings} />
    </section>
  );
}
