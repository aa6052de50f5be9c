/** Languages of the page: the browser's own, unless the visitor or a link asks for another. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, LANGUAGES } from '#store/view-slice.ts';
import en from './en/index.ts';

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

function browserLanguage(): Language {
  for (const wish of navigator.languages) {
    const found = LANGUAGES.find((language) => wish.toLowerCase().startsWith(language));
    if (found !== undefined) return found;
  }
  return 'en';
}

/** English is the fallback and always there; other languages are loaded when they are first spoken. */
const LAZY_LANGUAGES: Readonly<Record<Exclude<Language, 'en'>, () => Promise<object>>> = {
  zh: async () => (await import('./zh/index.ts')).default,
};

async function loadTexts(language: Language): Promise<void> {
  if (language === 'en' || i18next.hasResourceBundle(language, 'translation')) return;
  i18next.addResourceBundle(language, 'translation', await LAZY_LANGUAGES[language]());
}

/** Changes the language of the page; `null` is the browser's. */
export async function speak(wish: Language | null): Promise<void> {
  const language = wish ?? browserLanguage();
  await loadTexts(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
}

export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: 'en',
    fallbackLng: 'en',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
}
