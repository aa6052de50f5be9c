/** A task's curve as a formula. */
import { useTranslation } from 'react-i18next';
import type { ShownTask } from '#families/curve/shown-task.ts';
import { familyOf } from '#families/family-of.ts';
import { formatNumber } from '#ui/format.ts';

/** Says a task's true curve, which its family does unless it was drawn by hand. */
export function useFormulaOf(): (task: Pick<ShownTask, 'family' | 'curve'>) => string {
  const { t } = useTranslation();
  return ({ family, curve }) =>
    curve === null
      ? t('task.drawn')
      : familyOf({ family }).curves.formula(curve, (value) => formatNumber(value) ?? '');
}
