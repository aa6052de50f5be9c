/** Languages of the page; the browser's own at first, then the user's last choice. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { recall, remember } from '../preferences.ts';
import en from './en/index.ts';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

function firstLanguage(): Language {
  const wishes = [recall('language'), ...navigator.languages];
  for (const wish of wishes) {
    const found = LANGUAGES.find((language) => wish?.toLowerCase().startsWith(language));
    if (found !== undefined) return found;
  }
  return 'en';
}

function announce(language: string): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
}

/** English is the fallback and always there; other languages are loaded when they are first spoken. */
const LAZY_LANGUAGES: Readonly<Record<Exclude<Language, 'en'>, () => Promise<object>>> = {
  zh: async () => (await import('./zh/index.ts')).default,
};

async function loadTexts(language: Language): Promise<void> {
  if (language === 'en' || i18next.hasResourceBundle(language, 'translation')) return;
  i18next.addResourceBundle(language, 'translation', await LAZY_LANGUAGES[language]());
}

export async function changeLanguage(language: Language): Promise<void> {
  await loadTexts(language);
  await i18next.changeLanguage(language);
}

export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: 'en',
    fallbackLng: 'en',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  await changeLanguage(firstLanguage());
  announce(i18next.language);
  i18next.on('languageChanged', (language) => {
    remember('language', language);
    announce(language);
  });
}
