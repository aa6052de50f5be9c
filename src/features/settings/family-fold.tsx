/** What the tasks of the family are like: few turn it first, so it is folded, and says what is chosen. */
import { useTranslation } from 'react-i18next';
import { familyOf } from '#families/family-of.ts';
import { usePlayground } from '#store/react.ts';
import { formatSetting } from '#ui/format.ts';
import { Fold } from '#ui/section.tsx';
import { shownKnobs } from './sections.ts';
import { KnobFields } from './setting-field.tsx';

export function FamilyFold() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const knobs = shownKnobs('task', true, settings);
  const summary = knobs
    .filter(({ setting }) => setting.symbol !== '')
    .map(({ setting, numbers }) => {
      const ends = [...new Set(numbers.map((id) => formatSetting(settings[id])))];
      return `${setting.symbol} ${ends.join('–')}`;
    });
  return knobs.length === 0 ? null : (
    <Fold
      title={t(familyOf(settings).view === 'curve' ? 'setting.familyGroup' : 'setting.side.label')}
      summary={summary.join(t('caption.separator'))}
    >
      <KnobFields part="task" isFolded />
    </Fold>
  );
}
