/** A number that was refused, told by the name of its field in the page's language. */
import { useTranslation } from 'react-i18next';
import { excerptOf, PlaygroundError } from '#core/errors.ts';
import type { SettingRange } from '#core/number-setting.ts';
import { formatSetting } from '#ui/format.ts';
import { symbolAt } from '#ui/symbol-text.tsx';

type NumberLimits = Pick<SettingRange, 'minimum' | 'maximum' | 'whole'>;
type ChangeNumber = (value: number, typed: string) => void;

/** What is expected of the field `name` instead of what was typed. */
export function useRefusal(): (name: string, limits: NumberLimits, typed: string) => Error {
  const { t } = useTranslation();
  return (name, { minimum, maximum, whole }, typed) => {
    const found = excerptOf(typed) || t('number.nothing');
    const said = { name, from: formatSetting(minimum), to: formatSetting(maximum), found };
    return new Error(whole ? t('number.expectedWhole', said) : t('number.expected', said));
  };
}

/** A field's change whose refusal speaks of the field by its label. */
export function useNamedChange(
  label: string,
  limits: NumberLimits & { readonly symbol?: string },
  change: ChangeNumber,
): ChangeNumber {
  const refusal = useRefusal();
  const { symbol = '' } = limits;
  const name = symbol === '' || symbolAt(label, symbol) !== -1 ? label : `${label} ${symbol}`;
  return (value, typed) => {
    try {
      change(value, typed);
    } catch (error) {
      const isOutside = error instanceof PlaygroundError && error.code === 'setting-out-of-range';
      throw isOutside ? refusal(name, limits, typed) : error;
    }
  };
}
