/** The texts of tours and glossary: files of their own, loaded when they are first read. */
import { useTranslation } from 'react-i18next';
import type { TourId } from '#store/page/tour-outline.ts';
import type { TermTexts } from './glossary.ts';

export interface StepTexts {
  readonly title: string;
  readonly text: string;
  /** What the visitor is asked to do. */
  readonly todo?: string;
}

export type TourTexts = Readonly<Record<string, StepTexts>>;

/** The texts of a tour's steps in the language of the page. Suspends until they are here. */
export function useTourTexts(id: TourId): TourTexts {
  const { i18n } = useTranslation('tours');
  const texts: Readonly<Record<TourId, TourTexts>> = i18n.getResourceBundle(i18n.language, 'tours');
  return texts[id];
}

export type GlossaryTexts = Readonly<Record<string, TermTexts>>;

/** The glossary in the language of the page. Suspends until it is here. */
export function useGlossaryTexts(): GlossaryTexts {
  const { i18n } = useTranslation('glossary');
  const texts: GlossaryTexts = i18n.getResourceBundle(i18n.language, 'glossary');
  return texts;
}
