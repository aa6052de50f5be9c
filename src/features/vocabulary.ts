/** What every panel says and shows of a contestant in the same way. */
import { useTranslation } from 'react-i18next';
import type { Contestant, ContestantId } from '#store/contestants.ts';
import { formatCount } from '#ui/format.ts';

/** A contestant keeps its colour everywhere. */
export function contestantColor(id: ContestantId): string {
  return `var(--${id})`;
}

/** Where a contestant's weights come from, in words; its own name is not said twice. */
export function useOrigin(): (contestant: Contestant) => string {
  const { t } = useTranslation();
  return ({ id, details }) => {
    const { origin, iteration } = details;
    if (origin === 'random') return t('origin.random');
    const trained = t('origin.trained', { count: iteration, iteration: formatCount(iteration) });
    return origin === id ? trained : t('origin.by', { name: t(`contestant.${origin}`), trained });
  };
}
