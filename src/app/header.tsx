/** The slim bar above everything. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackendBadge } from '#features/backend/backend-badge.tsx';
import { ChoiceField } from '#ui/choice-field.tsx';
import { changeLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from './i18n/index.ts';
import { applyTheme, currentTheme, THEMES, type Theme } from './theme.ts';

export function Header() {
  const { t, i18n } = useTranslation();
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const language = LANGUAGES.find((known) => i18n.language.startsWith(known)) ?? 'en';
  return (
    <header className="header">
      <h1>
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
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
      <BackendBadge />
      <ChoiceField<Language>
        label={t('language')}
        labelHidden
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(value) => void changeLanguage(value)}
      />
      <ChoiceField<Theme>
        label={t('theme.label')}
        labelHidden
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={(value) => {
          applyTheme(value);
          setTheme(value);
        }}
      />
    </header>
  );
}
