/** The true curve as a formula with its numbers, and in words whether MAML has ever seen one like it. */
import { useTranslation } from 'react-i18next';
import { NUMBER_SETTINGS } from '#core/settings.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber, formatSetting } from '#ui/format.ts';
import { Hint } from '#ui/hint.tsx';
import { type Excess, useExcess } from './training-ranges.ts';

const SYMBOLS: Readonly<Record<Excess['id'], string>> = {
  amplitude: NUMBER_SETTINGS.amplitudeTo.symbol,
  phase: NUMBER_SETTINGS.phaseTo.symbol,
  frequency: NUMBER_SETTINGS.frequencyTo.symbol,
};

const shown = (value: number) => formatNumber(value) ?? '';

export function TaskFormula() {
  const { t } = useTranslation();
  const curve = usePlayground((state) => state.task.curve);
  const excess = useExcess(curve);
  const formula =
    curve === null
      ? t('task.drawn')
      : t('task.curve', {
          amplitude: shown(curve.amplitude),
          frequency: curve.frequency === 1 ? '' : shown(curve.frequency),
          phase: shown(curve.phase),
        });
  const isOutside = curve === null || excess.length > 0;
  const list = excess
    .map(({ id, value, from, to }) =>
      from === to
        ? t('task.beyondOne', { symbol: SYMBOLS[id], value: shown(value), only: formatSetting(from) })
        : t('task.beyondRange', {
            symbol: SYMBOLS[id],
            value: shown(value),
            from: formatSetting(from),
            to: formatSetting(to),
          }),
    )
    .join(t('caption.separator'));
  return (
    <>
      <span className="formula">{formula}</span>
      <span role="status" className={isOutside ? 'outside' : 'visually-hidden'}>
        {isOutside ? t('task.outside') : ''}
      </span>
      {isOutside ? (
        <Hint about={t('task.outside')}>
          {curve === null ? t('task.outsideDrawn') : t('task.outsideRange', { list })}
        </Hint>
      ) : null}
    </>
  );
}
