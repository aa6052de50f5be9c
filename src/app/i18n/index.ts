/** Languages of the page: the browser's own, unless the visitor or a link asks for another. */
import i18next, { type BackendModule, type PostProcessorModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { spaced } from '#core/han-spacing.ts';
import { type Language, LANGUAGES } from '#store/page/view-slice.ts';
import en from './en/index.ts';

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

function browserLanguage(): Language {
  for (const wish of navigator.languages) {
    const found = LANGUAGES.find((language) => wish.toLowerCase().startsWith(language));
    if (found !== undefined) return found;
  }
  return 'en';
}

type Namespace = 'translation' | 'panels' | 'tours' | 'glossary' | 'sentences';

/**
 * Only the first view's English is always there; the rest, other languages and the lessons are loaded when they are first
 * wanted. `sentences` are those that stand in English where they are said (core/saying.ts).
 */
const LATE_TEXTS: Readonly<Record<Language, Partial<Record<Namespace, () => Promise<{ default: object }>>>>> =
  {
    en: {
      panels: () => import('./en/panels.ts'),
      tours: () => import('./en/tours.json'),
      glossary: () => import('./en/glossary.json'),
    },
    zh: {
      translation: () => import('./zh/index.ts'),
      sentences: () => import('./zh/sentences.json'),
      tours: () => import('./zh/tours.json'),
      glossary: () => import('./zh/glossary.json'),
    },
  };

const lateTexts: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language: Language, namespace: Namespace, done) => {
    const texts = LATE_TEXTS[language][namespace]?.();
    if (texts === undefined) done(null, {});
    else texts.then((found) => done(null, found.default)).catch((error: Error) => done(error, false));
  },
};

/** Chinese texts have their spaces; where a value is put into one, the seam gets its own. */
const hanSpacing: PostProcessorModule = {
  type: 'postProcessor',
  name: 'hanSpacing',
  process: (text: string) => (i18next.language === 'zh' ? spaced(text) : text),
};

/** As the page's file has it. */
let englishTitle: string | null = null;

/** Changes the language of the page; `null` is the browser's. */
export async function speak(wish: Language | null): Promise<void> {
  const language = wish ?? browserLanguage();
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
  englishTitle ??= document.title;
  document.title = language === 'en' ? englishTitle : i18next.t('title');
}

/** Before a panel, or whatever else says what only panels say, is shown. */
export function loadPanelTexts(): Promise<void> {
  return i18next.loadNamespaces('panels');
}

export async function startTranslations(): Promise<void> {
  await i18next
    .use(lateTexts)
    .use(hanSpacing)
    .use(initReactI18next)
    .init({
      resources: { en: { translation: en } },
      partialBundledLanguages: true,
      lng: 'en',
      fallbackLng: 'en',
      fallbackNS: 'panels',
      postProcess: ['hanSpacing'],
      ns: ['translation', 'sentences'],
      // React escapes what it shows.
      interpolation: { escapeValue: false },
    });
}
