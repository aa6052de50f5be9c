/** The texts of the settings, each with a field of its own. */
import type { ComponentType } from 'react';
import { type TextSettingId, textIdsOf } from '#training/text-settings.ts';
import { usePlayground } from '#store/react.ts';
import { CurvesField } from './curves-field.tsx';
import { FormulaField } from './formula-field.tsx';

const FIELDS: Readonly<Record<TextSettingId, ComponentType>> = {
  formula: FormulaField,
  curves: CurvesField,
};

export function TextFields() {
  const family = usePlayground((state) => state.settings.family);
  return textIdsOf({ family }).map((id) => {
    const Field = FIELDS[id];
    return <Field key={id} />;
  });
}
