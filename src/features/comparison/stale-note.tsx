/** What has changed since results were made: settings of tasks and adaptation, and weights. */
import { useTranslation } from 'react-i18next';
import type { Settings } from '#training/settings.ts';
import type { Evaluated } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { changedTaskNumbers } from '#training/setting-effects.ts';
import { formatCount, formatSetting } from '#ui/format.ts';
import { useChoiceWords, useSettingName } from '../setting-words.ts';

interface StaleNoteProps {
  readonly settings: Settings;
  readonly weights: readonly Evaluated[];
}

export function StaleNote({ settings, weights }: StaleNoteProps) {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  const now = usePlayground((state) => state.settings);
  const contestants = usePlayground((state) => state.contestants);
  const wordsOf = useChoiceWords();
  const changedOptimiser =
    settings.innerOptimiser === now.innerOptimiser
      ? []
      : [
          t('compare.stale.setting', {
            name: nameOf('innerOptimiser'),
            before: wordsOf(settings).innerOptimiser,
            now: wordsOf(now).innerOptimiser,
          }),
        ];
  const changedNumbers = changedTaskNumbers(settings, now).map((id) =>
    t('compare.stale.setting', {
      name: nameOf(id),
      before: formatSetting(settings[id]),
      now: formatSetting(now[id]),
    }),
  );
  const changedWeights = weights.flatMap(({ id, iteration, parameters }) => {
    const contestant = contestants[id];
    if (iteration === null || contestant?.network.parameters === parameters) return [];
    const name = t(`contestant.${id}`);
    if (contestant === undefined) return [t('compare.stale.gone', { name })];
    const { iteration: present } = contestant.details;
    if (present === iteration) return [t('compare.stale.weights', { name })];
    return [t('compare.stale.trained', { name, before: formatCount(iteration), now: formatCount(present) })];
  });
  const changes = [...changedOptimiser, ...changedNumbers, ...changedWeights];
  if (changes.length === 0) return null;
  return (
    <div className="note stale">
      {t('compare.stale.title')}
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </div>
  );
}
