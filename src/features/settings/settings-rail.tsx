/** The left rail: everything that can be turned, by what a turn acts on. */
import { Button } from '@base-ui/react/button';
import { useTranslation } from 'react-i18next';
import { SECTION_EFFECTS, SECTION_IDS, type SectionId } from '#core/number-setting.ts';
import { FAMILY_NAMES } from '#families/family-of.ts';
import { usePlayground } from '#store/react.ts';
import { Section } from '#ui/section.tsx';
import { ChoiceSettingField } from './choice-setting.tsx';
import { RunDifferences } from './run-differences.tsx';
import { defaultsOf, isDefault } from './sections.ts';
import { KnobFields } from './setting-field.tsx';
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
  return (
    <RunDifferences>
      <div className="settings-rail">
        {SECTION_IDS.map((section) => (
          <Section
            key={section}
            title={t(`panels.${section}`)}
            note={t(SECTION_EFFECTS[section] === 'nextRun' ? 'setting.acts.nextRun' : 'setting.acts.atOnce')}
            action={<Defaults section={section} />}
          >
            {section === 'task' && FAMILY_NAMES.length > 1 ? <ChoiceSettingField id="family" /> : null}
            {section === 'training' ? <TrainingFields /> : <KnobFields section={section} />}
          </Section>
        ))}
      </div>
    </RunDifferences>
  );
}
