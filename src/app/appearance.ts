/** Theme, language and size of the page: what the visitor chose is remembered, what a link asks for is not. */
import type { PlaygroundStore } from '#store/playground.ts';
import type { PlaygroundState } from '#store/state.ts';
import { type Language, LANGUAGES, type Theme, THEMES } from '#store/page/view-slice.ts';
import { speak } from './i18n/index.ts';
import { recall, remember } from '#persistence/preferences.ts';

export function preferredTheme(): Theme {
  return THEMES.find((theme) => theme === recall('theme')) ?? 'system';
}

export function preferredLanguage(): Language | null {
  return LANGUAGES.find((language) => language === recall('language')) ?? null;
}

export function chooseTheme(store: PlaygroundStore, theme: Theme): void {
  remember('theme', theme);
  store.getState().setTheme(theme);
}

export function chooseLanguage(store: PlaygroundStore, language: Language): void {
  remember('language', language);
  store.getState().setLanguage(language);
}

function show({ theme, presentation }: PlaygroundState): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  dataset['presentation'] = presentation;
}

/** Shows what the store says, now and from now on; resolves when the texts are there. */
export async function followAppearance(store: PlaygroundStore): Promise<void> {
  show(store.getState());
  store.subscribe((now, before) => {
    if (now.theme !== before.theme || now.presentation !== before.presentation) show(now);
    if (now.language !== before.language) void speak(now.language);
  });
  await speak(store.getState().language);
}
