/** What there is to say of a number that a user can set. */

/** How a slider walks the range: by equal steps, or by equal ratios. */
export type SettingScale = 'linear' | 'logarithmic';

export interface NumberSetting {
  readonly symbol: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly initial: number;
  readonly step: number;
  readonly whole: boolean;
  readonly scale: SettingScale;
}

export function whole(
  symbol: string,
  minimum: number,
  maximum: number,
  initial: number,
  scale: SettingScale = 'linear',
): NumberSetting {
  return { symbol, minimum, maximum, initial, step: 1, whole: true, scale };
}

export function real(
  symbol: string,
  minimum: number,
  maximum: number,
  initial: number,
  step: number,
  scale: SettingScale = 'linear',
): NumberSetting {
  return { symbol, minimum, maximum, initial, step, whole: false, scale };
}

/** From 0, which stands for “none”, to `maximum`. */
export function count(symbol: string, maximum: number): NumberSetting {
  return whole(symbol, 0, maximum, 0);
}
