/** A number of the settings table as a control. */
import { useTranslation } from 'react-i18next';
import { NUMBER_SETTINGS, type NumberSettingId } from '#core/settings.ts';
import { usePlayground } from '#store/react.ts';
import { NumberField } from '#ui/number-field.tsx';
import { RangeField } from '#ui/range-field.tsx';

type IntervalId = 'amplitude' | 'phase' | 'frequency';
export type SingleId = Exclude<NumberSettingId, `${IntervalId}From` | `${IntervalId}To` | 'seed'>;

/** Too wide a range for a hand. */
const UNSLIDING: ReadonlySet<SingleId> = new Set(['iterations']);

export function SettingField({ id }: { readonly id: SingleId }) {
  const { t } = useTranslation();
  const value = usePlayground((state) => state.settings[id]);
  const setNumber = usePlayground((state) => state.setNumber);
  return (
    <NumberField
      label={t(`setting.${id}.label`)}
      hint={t(`setting.${id}.hint`)}
      value={value}
      range={UNSLIDING.has(id) ? null : NUMBER_SETTINGS[id]}
      onChange={(next, typed) => setNumber(id, next, typed)}
    />
  );
}

export function SettingInterval({ id }: { readonly id: IntervalId }) {
  const { t } = useTranslation();
  const from = usePlayground((state) => state.settings[`${id}From`]);
  const to = usePlayground((state) => state.settings[`${id}To`]);
  const setNumber = usePlayground((state) => state.setNumber);
  const { minimum, maximum, step } = NUMBER_SETTINGS[`${id}From`];
  return (
    <RangeField
      label={t(`setting.${id}.label`)}
      fromLabel={t(`setting.${id}.from`)}
      toLabel={t(`setting.${id}.to`)}
      hint={t(`setting.${id}.hint`)}
      from={from}
      to={to}
      minimum={minimum}
      maximum={maximum}
      step={step}
      onFromChange={(value, typed) => setNumber(`${id}From`, value, typed)}
      onToChange={(value, typed) => setNumber(`${id}To`, value, typed)}
    />
  );
}
