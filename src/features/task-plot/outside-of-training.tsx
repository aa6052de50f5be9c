/** A word where MAML has never been trained on a curve like the true one. */
import { isCurveKnown } from '#families/curve/shown-curve.ts';
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber, formatSetting } from '#ui/format.ts';
import { Hint } from '#ui/hint.tsx';
import { useIsPublished } from '../of-published.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { type Excess, useExcess } from './training-ranges.ts';

const SYMBOLS: Readonly<Record<Excess['id'], string>> = {
  amplitude: NUMBER_SETTINGS.amplitudeTo.symbol,
  phase: NUMBER_SETTINGS.phaseTo.symbol,
  frequency: NUMBER_SETTINGS.frequencyTo.symbol,
};

const shown = (value: number) => formatNumber(value) ?? '';

/** Says that the task lies outside of training, and by what. */
export function OutsideOfTraining() {
  const { t } = usePanelTexts();
  const curve = usePlayground((state) => sinusoidOf(state.task));
  const excess = useExcess(curve);
  const isKnown = usePlayground((state) => isCurveKnown(state.task.knowledge));
  const isPublished = useIsPublished();
  const isOutside = isPublished && isKnown && (curve === null || excess.length > 0);
  const list = excess
    .map(({ id, value, from, to }) => {
      const said = {
        symbol: SYMBOLS[id],
        value: shown(value),
        from: formatSetting(from),
        to: formatSetting(to),
      };
      return from === to ? t('outside.beyondOne', said) : t('outside.beyond', said);
    })
    .join(t('task.separator'));
  return (
    <div className="plot-outside">
      <span role="status" className={isOutside ? 'outside' : 'visually-hidden'}>
        {isOutside ? t('outside.name') : ''}
      </span>
      {isOutside ? (
        <Hint about={t('outside.name')}>
          {curve === null ? t('outside.drawn') : t('outside.range', { list })}
        </Hint>
      ) : null}
    </div>
  );
}
