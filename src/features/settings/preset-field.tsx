/** Settings of published experiments, all at once. */
import { PRESET_NAMES, type PresetName, withPreset } from '#training/presets.ts';
import { sameSettings } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { KnobHint } from './knob-hint.tsx';
import { usePanelTexts } from '../panel-texts.ts';

export function PresetField() {
  const { t } = usePanelTexts();
  const settings = usePlayground((state) => state.settings);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const chosen: PresetName | 'custom' =
    PRESET_NAMES.find((name) => sameSettings(settings, withPreset(settings, name))) ?? 'custom';
  const names: readonly (PresetName | 'custom')[] =
    chosen === 'custom' ? ['custom', ...PRESET_NAMES] : PRESET_NAMES;
  return (
    <ChoiceField
      label={t('setting.preset')}
      hint={<KnobHint ids={[]} meaning={() => t('hint.preset')} effect="both" />}
      value={chosen}
      options={names.map((value) => ({ value, label: t(`preset.${value}`) }))}
      onChange={(name) => {
        if (name !== 'custom') changeSettings(withPreset(settings, name));
      }}
    />
  );
}
