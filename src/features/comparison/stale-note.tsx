/** What has changed since results were made: tasks, the adaptation to them, and weights. */
import { useTranslation } from 'react-i18next';
import type { PicturesName } from '#families/pictures/picture-set.ts';
import type { Settings } from '#training/settings.ts';
import type { Evaluated } from '#store/contestants/contestants.ts';
import { shownPicturesOf } from '#store/pictures/state.ts';
import { usePlayground } from '#store/react.ts';
import { changedTaskNumbers, changedTexts } from '#training/setting-effects.ts';
import { formatCount, formatSetting } from '#ui/format.ts';
import { useChoiceWords, useSettingName } from '../setting-words.ts';

interface StaleNoteProps {
  readonly settings: Settings;
  readonly weights: readonly Evaluated[];
  /** Of whose pictures the tasks were; `null` for the family's own. */
  readonly pictures: PicturesName | null;
}

/** What differs of the tasks and the adaptation to them; between two families there is no more to tell than their names. */
function useTaskChanges({ settings, pictures }: Omit<StaleNoteProps, 'weights'>): string[] {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  const now = usePlayground((state) => state.settings);
  const wordsOf = useChoiceWords();
  const picturesNow = usePlayground(shownPicturesOf);
  const change = (name: string, before: string, after: string) =>
    t('compare.stale.setting', { name, before, now: after });
  if (settings.family !== now.family) {
    const nameOfFamily = (family: Settings['family']) => t(`family.${family}`);
    return [change(nameOf('family'), nameOfFamily(settings.family), nameOfFamily(now.family))];
  }
  const optimiser =
    settings.innerOptimiser === now.innerOptimiser
      ? []
      : [change(nameOf('innerOptimiser'), wordsOf(settings).innerOptimiser, wordsOf(now).innerOptimiser)];
  const numbers = changedTaskNumbers(settings, now).map((id) =>
    change(nameOf(id), formatSetting(settings[id]), formatSetting(now[id])),
  );
  const texts = changedTexts(settings, now).map((id) => change(nameOf(id), settings[id], now[id]));
  const changes = [...texts, ...optimiser, ...numbers];
  if (pictures?.digest === picturesNow?.digest && pictures?.isSplit === picturesNow?.isSplit) return changes;
  const nameOfPictures = (whose: PicturesName | null) => {
    if (whose === null) return t('pictures.invented');
    return whose.isSplit === true ? t('pictures.heldOutOf', { name: whose.name }) : whose.name;
  };
  return [change(t('pictures.title'), nameOfPictures(pictures), nameOfPictures(picturesNow)), ...changes];
}

export function StaleNote({ settings, weights, pictures }: StaleNoteProps) {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const changedTasks = useTaskChanges({ settings, pictures });
  const changedWeights = weights.flatMap(({ id, iteration, parameters }) => {
    const contestant = contestants[id];
    if (iteration === null || contestant?.network.parameters === parameters) return [];
    const name = t(`contestant.${id}`);
    if (contestant === undefined) return [t('compare.stale.gone', { name })];
    const { iteration: present } = contestant.details;
    if (present === iteration) return [t('compare.stale.weights', { name })];
    return [t('compare.stale.trained', { name, before: formatCount(iteration), now: formatCount(present) })];
  });
  const changes = [...changedTasks, ...changedWeights];
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
