/** A choice of the settings table as a control. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { effectOf } from '#core/number-setting.ts';
import { CHOICE_SETTINGS, type ChoiceId, type ChoiceSetting, type Settings } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { useChoiceWords } from '../setting-words.ts';
import { KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';

interface ChoiceSettingFieldProps {
  readonly id: ChoiceId;
  /** A sentence about what is chosen. */
  readonly description?: ReactNode;
  /** Those that can be chosen now; without it, all. */
  readonly isPossible?: (choice: Settings[ChoiceId]) => boolean;
  /** What a choice does, where that is more than to change the setting. */
  readonly onChoose?: (choice: Settings[ChoiceId]) => void;
}

export function ChoiceSettingField({ id, isPossible, onChoose, ...description }: ChoiceSettingFieldProps) {
  const { t } = useTranslation();
  const wordsOf = useChoiceWords();
  const settings = usePlayground((state) => state.settings);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const setting: ChoiceSetting<Settings[ChoiceId]> = CHOICE_SETTINGS[id];
  const { choices, term } = setting;
  const possible = isPossible === undefined ? choices : choices.filter(isPossible);
  return (
    <ChoiceField
      label={t(`setting.${id}`)}
      hint={
        <KnobHint
          ids={[id]}
          meaning={() => t(`hint.${id}`)}
          effect={effectOf(setting)}
          term={term ?? settings[id]}
        />
      }
      mark={<DifferenceMark ids={[id]} />}
      value={settings[id]}
      options={possible.map((value) => ({ value, label: wordsOf({ ...settings, [id]: value })[id] }))}
      onChange={onChoose ?? ((value) => changeSettings({ [id]: value }))}
      {...description}
    />
  );
}
