/** The family of the tasks: another one brings its settings along. */
import { FAMILY_NAMES } from '#families/family-of.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceSettingField } from './choice-setting.tsx';

export function FamilyField() {
  const chooseFamily = usePlayground((state) => state.chooseFamily);
  return (
    <ChoiceSettingField
      id="family"
      onChoose={(choice) => {
        const family = FAMILY_NAMES.find((name) => name === choice);
        if (family !== undefined) chooseFamily(family);
      }}
    />
  );
}
