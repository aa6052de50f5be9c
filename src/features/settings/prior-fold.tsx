/** The numbers of a prior, folded: what it takes for granted before it sees a point. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { formatSetting } from '#ui/format.ts';
import { Fold } from '#ui/section.tsx';
import { shownKnobs } from './sections.ts';
import { KnobFields } from './setting-field.tsx';

export function PriorFold() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const summary = shownKnobs('adaptation', true, settings)
    .flatMap(({ setting, numbers }) =>
      numbers.map((id) => `${setting.symbol} ${formatSetting(settings[id])}`),
    )
    .join(t('caption.separator'));
  return (
    <Fold title={t('setting.priorGroup')} summary={summary}>
      <KnobFields part="adaptation" isFolded />
    </Fold>
  );
}
