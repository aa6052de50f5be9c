/** The slim bar above everything. */
import { Search } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { FAMILY_NAMES } from '#families/family-of.ts';
import { BackendBadge } from '#features/backend/backend-badge.tsx';
import { ToursMenu } from '#features/learn/tours-menu.tsx';
import { usePlayground, usePlaygroundStore } from '#store/react.ts';
import { type Language, LANGUAGES, type Theme, THEMES } from '#store/page/view-slice.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { chooseLanguage, chooseTheme } from './appearance.ts';
import { CopyLink } from './copy-link.tsx';
import { LANGUAGE_NAMES } from './i18n/index.ts';
import { BackendDetails, ToursPopup } from './panels.tsx';
import { ViewMenu } from './view-menu.tsx';

function PaletteButton() {
  const { t } = useTranslation();
  const setOverlay = usePlayground((state) => state.setOverlay);
  return (
    <button
      type="button"
      className="header-button"
      aria-label={t('palette.open')}
      title={`${t('palette.open')} (Ctrl K)`}
      onClick={() => setOverlay('palette')}
    >
      <Search size={16} aria-hidden />
      <kbd className="header-text">Ctrl K</kbd>
    </button>
  );
}

/** Which kind of tasks the page is about. */
function WorldSwitch() {
  const { t } = useTranslation();
  const family = usePlayground((state) => state.settings.family);
  const chooseFamily = usePlayground((state) => state.chooseFamily);
  return (
    <Segmented
      label={t('setting.world')}
      value={family}
      options={FAMILY_NAMES.map((value) => ({ value, text: t(`family.${value}`) }))}
      onChange={chooseFamily}
    />
  );
}

export function Header() {
  const { t, i18n } = useTranslation();
  const store = usePlaygroundStore();
  const theme = usePlayground((state) => state.theme);
  const language = LANGUAGES.find((known) => i18n.language.startsWith(known)) ?? 'en';
  return (
    <header className="header">
      <h1>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path
            d="M3 16 C 8 2, 12 2, 16 16 S 24 30, 29 16"
            fill="none"
            stroke="var(--maml)"
            strokeWidth="3.5"
          />
          <circle cx="16" cy="16" r="3.6" fill="currentColor" />
        </svg>
        {t('title')}
      </h1>
      <WorldSwitch />
      <ToursMenu popup={ToursPopup} />
      <PaletteButton />
      <CopyLink />
      <ViewMenu />
      <BackendBadge>
        <Suspense>
          <BackendDetails />
        </Suspense>
      </BackendBadge>
      <ChoiceField<Language>
        label={t('language')}
        labelHidden
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(value) => chooseLanguage(store, value)}
      />
      <ChoiceField<Theme>
        label={t('theme.label')}
        labelHidden
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={(value) => chooseTheme(store, value)}
      />
    </header>
  );
}
