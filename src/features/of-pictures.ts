/** What panels say in other words where tasks are of pictures: there is no curve, no plot and no squared error then. */
import { useTranslation } from 'react-i18next';
import { familyOf, type OfFamily } from '#families/family-of.ts';
import type { ComparisonMeasure } from '#store/compare/comparison-slice.ts';
import { usePlayground } from '#store/react.ts';

/** Whether the tasks of the settings are of pictures. */
export function useIsOfPictures(): boolean {
  const family = usePlayground((state) => state.settings.family);
  return familyOf({ family }).view === 'pictures';
}

/** What the two losses of a meta-batch are called. */
export function useBatchLossNames(): { readonly before: string; readonly after: string } {
  const { t } = useTranslation();
  const family = usePlayground(({ run, settings }) => (run?.settings ?? settings).family);
  return familyOf({ family }).view === 'pictures'
    ? { before: t('characters.words.lossBefore'), after: t('characters.words.lossAfter') }
    : { before: t('train.before'), after: t('train.after') };
}

/** What a chart or table of a comparison is called, on tasks of the family that it was made with. */
export function useComparisonTitle(measure: ComparisonMeasure, of: OfFamily): string {
  const { t } = useTranslation();
  return familyOf(of).view === 'pictures'
    ? t(`characters.words.${measure}Loss`)
    : t(`compare.chart.${measure}`);
}
