/** The left rail: everything that can be turned, by what a turn acts on. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { NumberField } from '#ui/number-field.tsx';
import { Section } from '#ui/section.tsx';
import { SettingField, SettingInterval } from './setting-field.tsx';
import { TrainingFields } from './training-fields.tsx';

function SeedField() {
  const { t } = useTranslation();
  const seed = usePlayground((state) => state.settings.seed);
  const setNumber = usePlayground((state) => state.setNumber);
  return (
    <NumberField
      label={t('setting.seed.label')}
      hint={t('setting.seed.hint')}
      value={seed}
      range={null}
      onChange={(value, typed) => setNumber('seed', value, typed)}
    />
  );
}

export function SettingsRail() {
  const { t } = useTranslation();
  // Only a preset asks for them.
  const hasPositions = usePlayground((state) => state.settings.positions > 0);
  return (
    <div className="settings-rail">
      <Section title={t('panels.task')}>
        <SettingField id="shots" />
        <SettingInterval id="amplitude" />
        <SettingInterval id="phase" />
        <SettingInterval id="frequency" />
        <SettingField id="noise" />
        <SettingField id="queryPoints" />
        {hasPositions ? <SettingField id="positions" /> : null}
        <SeedField />
      </Section>
      <Section title={t('panels.adaptation')}>
        <SettingField id="alpha" />
        <SettingField id="innerSteps" />
      </Section>
      <Section title={t('panels.training')}>
        <p className="note">{t('setting.nextRun')}</p>
        <TrainingFields />
      </Section>
    </div>
  );
}
