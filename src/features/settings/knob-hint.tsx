/** What a knob is: meaning, range, default, and when a turn of it acts. */
import { useTranslation } from 'react-i18next';
import { useDiffers } from './run-differences.tsx';

/** On the curves, on the next run, or on both. */
export type Effect = 'atOnce' | 'nextRun' | 'both';

interface KnobHintProps {
  /** The settings that the knob sets. */
  readonly ids: readonly string[];
  readonly meaning: string;
  readonly effect: Effect;
  readonly range?: { readonly from: string; readonly to: string; readonly initial: string };
}

export function KnobHint({ ids, meaning, effect, range }: KnobHintProps) {
  const { t } = useTranslation();
  const differs = useDiffers(ids);
  return (
    <>
      <p>{meaning}</p>
      {range === undefined ? null : <p className="hint-range">{t('setting.range', range)}</p>}
      <p className="hint-effect">{t(`setting.effect.${effect}`)}</p>
      {differs ? <p className="hint-differs">{t('setting.differs')}</p> : null}
    </>
  );
}
