/** A word where MAML has never been trained on a curve like the true one. */
import { useTranslation } from 'react-i18next';
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

/** By what it does; only the hint has these words. */
function ByWhat() {
  const { t } = usePanelTexts();
  const curve = usePlayground((state) => sinusoidOf(state.task));
  const excess = useExcess(curve);
  if (curve === null) return t('captionNote.outsideDrawn');
  const list = excess
    .map(({ id, value, from, to }) => {
      const said = {
        symbol: SYMBOLS[id],
        value: shown(value),
        from: formatSetting(from),
        to: formatSetting(to),
      };
      return from === to ? t('captionNote.beyondOne', said) : t('captionNote.beyondRange', said);
    })
    .join(t('task.separator'));
  return t('captionNote.outsideRange', { list });
}

/** Says that the task lies outside of training, and by what. */
export function OutsideOfTraining() {
  const { t } = useTranslation();
  const curve = usePlayground((state) => sinusoidOf(state.task));
  const excess = useExcess(curve);
  const isKnown = usePlayground((state) => isCurveKnown(state.task.knowledge));
  const isPublished = useIsPublished();
  const isOutside = isPublished && isKnown && (curve === null || excess.length > 0);
  return (
    <div className="plot-outside">
      <span role="status" className={isOutside ? 'outside' : 'visually-hidden'}>
        {isOutside ? t('task.outside') : ''}
      </span>
      {isOutside ? (
        <Hint about={t('task.outside')}>
          <ByWhat />
        </Hint>
      ) : null}
    </div>
  );
}
