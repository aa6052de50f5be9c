/** A task's curve as a formula. */
import { useTranslation } from 'react-i18next';
import type { ShownCurve } from '#families/curve/shown-curve.ts';
import { expectCurves } from '#families/family-of.ts';
import { formatNumber } from '#ui/format.ts';

/** Says a task's true curve, which its family does unless it was drawn by hand. */
export function useFormulaOf(): (task: Pick<ShownCurve, 'family' | 'curve'>) => string {
  const { t } = useTranslation();
  return ({ family, curve }) =>
    curve === null
      ? t('task.drawn')
      : expectCurves({ family }).curves.formula(curve, (value) => formatNumber(value) ?? '');
}
