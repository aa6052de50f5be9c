/** What every panel says and shows of a contestant in the same way. */
import { useTranslation } from 'react-i18next';
import { describeArchitecture, PAPER_ARCHITECTURE, sameArchitecture } from '#core/model.ts';
import type { Contestant, ContestantId } from '#store/contestants.ts';
import { formatCount } from '#ui/format.ts';

/** A contestant keeps its colour everywhere. */
export function contestantColor(id: ContestantId): string {
  return `var(--${id})`;
}

/** Where a contestant's weights come from, in words; its own name is not said twice. */
export function useOrigin(): (contestant: Contestant) => string {
  const { t } = useTranslation();
  return ({ id, details, network }) => {
    const { origin, iteration } = details;
    const { architecture } = network;
    const trained = t('origin.trained', { count: iteration, iteration: formatCount(iteration) });
    return [
      origin === id ? [] : t(`contestant.${origin}`),
      origin === 'random' ? t('origin.random') : trained,
      // Another network than the shipped ones is no fair match, so it is named.
      sameArchitecture(architecture, PAPER_ARCHITECTURE) ? [] : describeArchitecture(architecture),
    ]
      .flat()
      .join(t('caption.separator'));
  };
}
