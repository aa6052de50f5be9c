/** The true curve as a formula with its numbers, and what the dashed curve is called. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { useFormulaOf } from '../curve-formula.ts';

/** What the dashed curve is called. */
export function useCurveName(): string {
  const { t } = useTranslation();
  const isOriginal = usePlayground((state) => state.task.knowledge === 'original');
  return t(isOriginal ? 'plot.original' : 'plot.truth');
}

export function TaskFormula() {
  const formulaOf = useFormulaOf();
  const task = usePlayground(shownCurveOf);
  return <span className="formula">{task.isBlank ? '' : formulaOf(task)}</span>;
}
