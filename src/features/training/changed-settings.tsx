/** Says which settings have changed since the run began, if any have. */
import { useTranslation } from 'react-i18next';
import { describeArchitecture } from '#models/architecture.ts';
import { isChoice, isText, type Settings } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { changedSettings } from '#training/setting-effects.ts';
import { formatSetting } from '#ui/format.ts';
import { useChoiceWords, useSettingName } from '../setting-words.ts';

export function ChangedSettings() {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  const wordsOf = useChoiceWords();
  const settings = usePlayground((state) => state.settings);
  const run = usePlayground((state) => state.run?.settings);
  const changed = run === undefined ? [] : changedSettings(run, settings);
  if (run === undefined || changed.length === 0) return null;
  const valueOf = (from: Settings, id: keyof Settings): string => {
    if (id === 'architecture') return describeArchitecture(from.architecture);
    if (isText(id)) return from[id];
    return isChoice(id) ? wordsOf(from)[id] : formatSetting(from[id]);
  };
  return (
    <div className="note">
      <p>{t('train.changed')}</p>
      <ul>
        {changed.map((id) => (
          <li key={id}>
            {nameOf(id)}
            {t('between.nameAndValue')}
            {valueOf(run, id)} → {valueOf(settings, id)}
          </li>
        ))}
      </ul>
    </div>
  );
}
