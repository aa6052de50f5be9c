/** Values as near as possible to what a link's text says. */
import type { SettingRange } from '#core/number-setting.ts';

/** A value as near as possible to a text, and whether it is what the text says. */
export interface Nearest<Value> {
  readonly value: Value;
  readonly exact: boolean;
}

export type NumberRange = Pick<SettingRange, 'minimum' | 'maximum' | 'whole'> &
  Partial<Pick<SettingRange, 'step'>>;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number of the range nearest to the text; `null` where the text is no number. */
export function nearestNumber(
  text: string,
  { minimum, maximum, whole, step = 1 }: NumberRange,
): Nearest<number | null> {
  if (!NUMBER.test(text)) return { value: null, exact: false };
  // -0 is 0 in an address.
  const said = Number(text) + 0;
  const within = Math.min(maximum, Math.max(minimum, said));
  const value = whole ? minimum + step * Math.round((within - minimum) / step) : within;
  return { value, exact: value === said };
}

export function numberOr(otherwise: number, range: NumberRange): (text: string) => Nearest<number> {
  return (text) => {
    const { value, exact } = nearestNumber(text, range);
    return { value: value ?? otherwise, exact };
  };
}

export function oneOf<Choice extends string, Otherwise>(
  choices: readonly Choice[],
  otherwise: Otherwise,
): (text: string) => Nearest<Choice | Otherwise> {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    return { value: found ?? otherwise, exact: found !== undefined };
  };
}

/** Those of a list that exist, in their own order; an empty text names none. */
export function someOf<Choice extends string>(
  choices: readonly Choice[],
): (text: string) => Nearest<Choice[]> {
  return (text) => {
    const named = new Set<string>(text === '' ? [] : text.split(','));
    const found = choices.filter((choice) => named.has(choice));
    return { value: found, exact: found.length === named.size };
  };
}
