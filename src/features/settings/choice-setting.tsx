/** A choice of the settings table as a control. */
import { useTranslation } from 'react-i18next';
import { SECTION_EFFECTS } from '#core/number-setting.ts';
import { CHOICE_SETTINGS, type ChoiceId, type ChoiceSetting } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { useChoiceWords } from '../setting-words.ts';
import { KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';

interface ChoiceSettingFieldProps {
  readonly id: ChoiceId;
  /** A sentence about what is chosen. */
  readonly description?: string;
}

export function ChoiceSettingField({ id, ...description }: ChoiceSettingFieldProps) {
  const { t } = useTranslation();
  const wordsOf = useChoiceWords();
  const settings = usePlayground((state) => state.settings);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const { choices, section, term }: ChoiceSetting<string> = CHOICE_SETTINGS[id];
  return (
    <ChoiceField
      label={t(`setting.${id}`)}
      hint={
        <KnobHint
          ids={[id]}
          meaning={t(`setting.${id}Hint`)}
          effect={SECTION_EFFECTS[section]}
          term={term ?? settings[id]}
        />
      }
      mark={<DifferenceMark ids={[id]} />}
      value={settings[id]}
      options={choices.map((value) => ({ value, label: wordsOf({ ...settings, [id]: value })[id] }))}
      onChange={(value) => changeSettings({ [id]: value })}
      {...description}
    />
  );
}
