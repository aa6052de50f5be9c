/** What a knob is: meaning, range, default, when a turn of it acts, and where more is said of it. */
import { Popover } from '@base-ui/react/popover';
import { useTranslation } from 'react-i18next';
import type { SettingEffect } from '#core/number-setting.ts';
import { followsNumber, shownEntrants } from '#store/contestants/contestants.ts';
import { isSteerable } from '#training/steering.ts';
import { usePlayground } from '#store/react.ts';
import { useDiffers } from './run-differences.tsx';
import { usePanelTexts } from '../panel-texts.ts';

interface KnobHintProps {
  /** The settings that the knob sets. */
  readonly ids: readonly string[];
  /** Said once the texts of panels are here, among which it is. */
  readonly meaning: () => string;
  readonly effect: SettingEffect;
  /** Its entry in the glossary. */
  readonly term?: string | undefined;
  readonly range?: { readonly from: string; readonly to: string; readonly initial: string };
}

/** Whom the knob does not move, of those on show. */
function Unmoved({ ids }: Pick<KnobHintProps, 'ids'>) {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const unmoved = shownEntrants(contestants, hidden, { family }).filter((contestant) =>
    ids.some((id) => !followsNumber(contestant, id)),
  );
  if (unmoved.length === 0) return null;
  const list = unmoved.map(({ id }) => t(`contestant.${id}`)).join(t('caption.separator'));
  return <p className="hint-unmoved">{t('knob.unmoved', { list })}</p>;
}

export function KnobHint({ ids, meaning, effect, term, range }: KnobHintProps) {
  const { t } = usePanelTexts();
  const openGlossary = usePlayground((state) => state.openGlossary);
  const differs = useDiffers(ids);
  const isTakenUp = usePlayground(
    ({ run }) => run !== null && ids.every((id) => isSteerable(id, run.settings)),
  );
  return (
    <>
      <p>{meaning()}</p>
      {range === undefined ? null : <p className="hint-range">{t('knob.range', range)}</p>}
      <p className="hint-effect">{t(`knob.effect.${effect}`)}</p>
      <Unmoved ids={ids} />
      {differs ? <p className="hint-differs">{t(isTakenUp ? 'knob.takenUp' : 'setting.differs')}</p> : null}
      {term === undefined ? null : (
        <Popover.Close className="hint-term" onClick={() => openGlossary(term)}>
          {t('knob.glossary')}
        </Popover.Close>
      )}
    </>
  );
}
