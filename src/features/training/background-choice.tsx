/** Whether a training goes on where nobody sees it. */
import { useTranslation } from 'react-i18next';
import { BACKGROUND_CHOICES } from '#store/engine/background-slice.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';

export function BackgroundChoice() {
  const { t } = useTranslation();
  const choice = usePlayground((state) => state.inBackground);
  const choose = usePlayground((state) => state.setInBackground);
  return (
    <ChoiceField
      label={t('background.label')}
      value={choice}
      options={BACKGROUND_CHOICES.map((value) => ({ value, label: t(`background.${value}`) }))}
      onChange={choose}
    />
  );
}
