/** The left rail: everything that can be turned, by what a turn acts on. */
import { Button } from '@base-ui/react/button';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { SECTION_EFFECTS, SECTION_IDS, type SectionId } from '#core/number-setting.ts';
import { FAMILY_NAMES, familyOf } from '#families/family-of.ts';
import { PRIORS } from '#training/priors.ts';
import { textIdsOf } from '#training/text-settings.ts';
import { isPrior, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { Section } from '#ui/section.tsx';
import { FamilyField } from './family-field.tsx';
import { FamilyFold } from './family-fold.tsx';
import { RunDifferences } from './run-differences.tsx';
import { defaultsOf, isDefault, type RailPart, sectionsWith } from './sections.ts';
import { KnobFields } from './setting-field.tsx';

/** Below the first knobs. They come together, so that none of them moves another. */
const TrainingFields = lazy(async () => ({
  default: (await import('./training-fields.tsx')).TrainingFields,
}));

/** Of a prior that is on show only. */
const PriorFold = lazy(async () => ({ default: (await import('./prior-fold.tsx')).PriorFold }));

/** Of families with a text among their settings: it brings what reads it. */
const TextFields = lazy(async () => ({ default: (await import('./text-fields.tsx')).TextFields }));

function FieldsOfTexts() {
  const hasTexts = usePlayground(({ settings }) => textIdsOf(settings).length > 0);
  return hasTexts ? (
    <Suspense>
      <TextFields />
    </Suspense>
  ) : null;
}

/** Of the world of characters alone. */
const PictureSource = lazy(async () => ({ default: (await import('./picture-source.tsx')).PictureSource }));

function SourceOfPictures() {
  const family = usePlayground((state) => state.settings.family);
  return familyOf({ family }).view === 'pictures' ? (
    <Suspense>
      <PictureSource />
    </Suspense>
  ) : null;
}

/** Whether somebody on show is moved by the numbers that act at once but α and n, which stand before all sections. */
function useHasPriorNumbers(): boolean {
  return usePlayground(({ contestants, hidden, settings }) =>
    shownEntrants(contestants, hidden, settings).some(
      (entrant) => isPrior(entrant) && PRIORS[entrant.id].acts.length > 0,
    ),
  );
}

/** Brings a part's settings back to those of a fresh page. */
function Defaults({ part }: { readonly part: RailPart }) {
  const { t } = useTranslation();
  const family = usePlayground((state) => state.settings.family);
  const isThere = usePlayground((state) => isDefault(part, state.settings));
  const changeSettings = usePlayground((state) => state.changeSettings);
  return (
    <Button
      className="section-defaults"
      disabled={isThere}
      focusableWhenDisabled
      aria-label={t('setting.defaultsOf', { section: t(`panels.${part}`) })}
      onClick={() => changeSettings(defaultsOf(part, { family }))}
    >
      {t('setting.defaults')}
    </Button>
  );
}

/** K, α, β and n: what is turned first. */
function LoopKnobs() {
  const { t } = useTranslation();
  return (
    <Section title={t('panels.loops')} action={<Defaults part="loops" />}>
      <KnobFields part="loops" />
    </Section>
  );
}

function SectionFields({ section }: { readonly section: SectionId }) {
  switch (section) {
    case 'task':
      return (
        <>
          {FAMILY_NAMES.length > 1 ? <FamilyField /> : null}
          <FieldsOfTexts />
          <KnobFields part="task" />
          <FamilyFold />
          <SourceOfPictures />
        </>
      );
    case 'adaptation':
      return (
        <Suspense>
          <PriorFold />
        </Suspense>
      );
    case 'training':
      return (
        <Suspense>
          <TrainingFields />
        </Suspense>
      );
    default:
      return section satisfies never;
  }
}

interface SettingsRailProps {
  /** Where the knobs of both loops stand under the plot. */
  readonly withoutLoops?: boolean;
}

export function SettingsRail({ withoutLoops = false }: SettingsRailProps) {
  const { t } = useTranslation();
  const hasPriorNumbers = useHasPriorNumbers();
  const sections = sectionsWith(SECTION_IDS).filter((id) => id !== 'adaptation' || hasPriorNumbers);
  return (
    <RunDifferences>
      <div className="settings-rail">
        {withoutLoops ? null : <LoopKnobs />}
        {sections.map((section) => (
          <Section
            key={section}
            title={t(`panels.${section}`)}
            note={t(SECTION_EFFECTS[section] === 'nextRun' ? 'setting.acts.nextRun' : 'setting.acts.atOnce')}
            action={<Defaults part={section} />}
          >
            <SectionFields section={section} />
          </Section>
        ))}
      </div>
    </RunDifferences>
  );
}

/** The knobs of both loops side by side, within reach of the plot. */
export function LoopStrip() {
  const { t } = useTranslation();
  return (
    <RunDifferences>
      <section className="loop-strip" aria-label={t('panels.loops')}>
        <KnobFields part="loops" />
      </section>
    </RunDifferences>
  );
}
