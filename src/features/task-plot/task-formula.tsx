/** The true curve as a formula with its numbers, and a word if MAML has never been trained on one like it. */
import { useTranslation } from 'react-i18next';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { curveFamilyOf } from '#families/family-of.ts';
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import { isCurveKnown } from '#families/curve/shown-curve.ts';
import { usePlayground } from '#store/react.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { formatNumber, formatSetting } from '#ui/format.ts';
import { Hint } from '#ui/hint.tsx';
import { useFormulaOf } from '../curve-formula.ts';
import { type Excess, useExcess } from './training-ranges.ts';

const SYMBOLS: Readonly<Record<Excess['id'], string>> = {
  amplitude: NUMBER_SETTINGS.amplitudeTo.symbol,
  phase: NUMBER_SETTINGS.phaseTo.symbol,
  frequency: NUMBER_SETTINGS.frequencyTo.symbol,
};

const shown = (value: number) => formatNumber(value) ?? '';

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

/** Says that the task lies outside of training, and by what. */
export function OutsideOfTraining() {
  const { t } = useTranslation();
  const curve = usePlayground((state) => sinusoidOf(state.task));
  const excess = useExcess(curve);
  const isKnown = usePlayground((state) => isCurveKnown(state.task.knowledge));
  const isPublished = usePlayground(({ task }) => curveFamilyOf(task)?.isPublished === true);
  const isOutside = isPublished && isKnown && (curve === null || excess.length > 0);
  const list = excess
    .map(({ id, value, from, to }) => {
      const said = {
        symbol: SYMBOLS[id],
        value: shown(value),
        from: formatSetting(from),
        to: formatSetting(to),
      };
      return from === to ? t('task.beyondOne', said) : t('task.beyondRange', said);
    })
    .join(t('task.separator'));
  return (
    <div className="plot-outside">
      <span role="status" className={isOutside ? 'outside' : 'visually-hidden'}>
        {isOutside ? t('task.outside') : ''}
      </span>
      {isOutside ? (
        <Hint about={t('task.outside')}>
          {curve === null ? t('task.outsideDrawn') : t('task.outsideRange', { list })}
        </Hint>
      ) : null}
    </div>
  );
}
