/** The left rail: everything that can be turned, by what a turn acts on. */
import { Button } from '@base-ui/react/button';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { Section } from '#ui/section.tsx';
import { RunDifferences } from './run-differences.tsx';
import { defaultsOf, isDefault, type SectionId } from './sections.ts';
import { SettingField, SettingInterval } from './setting-field.tsx';
import { TrainingFields } from './training-fields.tsx';

/** Brings a section's settings back to those of a fresh page. */
function Defaults({ section }: { readonly section: SectionId }) {
  const { t } = useTranslation();
  const isThere = usePlayground((state) => isDefault(section, state.settings));
  const changeSettings = usePlayground((state) => state.changeSettings);
  return (
    <Button
      className="section-defaults"
      disabled={isThere}
      focusableWhenDisabled
      aria-label={t('setting.defaultsOf', { section: t(`panels.${section}`) })}
      onClick={() => changeSettings(defaultsOf(section))}
    >
      {t('setting.defaults')}
    </Button>
  );
}

export function SettingsRail() {
  const { t } = useTranslation();
  // Only a preset asks for them.
  const hasPositions = usePlayground((state) => state.settings.positions > 0);
  return (
    <RunDifferences>
      <div className="settings-rail">
        <Section
          title={t('panels.task')}
          note={t('setting.acts.atOnce')}
          action={<Defaults section="task" />}
        >
          <SettingField id="shots" />
          <SettingInterval id="amplitude" />
          <SettingInterval id="phase" />
          <SettingInterval id="frequency" />
          <SettingField id="noise" />
          <SettingField id="queryPoints" />
          {hasPositions ? <SettingField id="positions" /> : null}
          <SettingField id="seed" />
        </Section>
        <Section
          title={t('panels.adaptation')}
          note={t('setting.acts.atOnce')}
          action={<Defaults section="adaptation" />}
        >
          <SettingField id="alpha" />
          <SettingField id="innerSteps" />
        </Section>
        <Section
          title={t('panels.training')}
          note={t('setting.acts.nextRun')}
          action={<Defaults section="training" />}
        >
          <TrainingFields />
        </Section>
      </div>
    </RunDifferences>
  );
}
