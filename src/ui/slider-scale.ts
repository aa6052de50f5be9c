/** How a slider's positions stand for values, so that every key press reaches another one. */

export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly scale: 'linear' | 'logarithmic';
}

/** Of whole numbers: each up to a dozen, then every second, then every fifth. */
function wholeStride(value: number): number {
  if (value < 12) return 1;
  return value < 30 ? 2 : 5;
}

/** Two digits a decade, fewer of whole numbers: every value a logarithmic slider stops at, so that a key always moves it. */
function logarithmicStops({ minimum, maximum, step }: NumberRange): number[] {
  const stops: number[] = [];
  for (let value = minimum; value < maximum; ) {
    stops.push(value);
    const digit = step === 1 ? wholeStride(value) : 10 ** Math.floor(Math.log10(value * (1 + 1e-9)) - 1);
    value = Number((value + Math.max(digit, step)).toPrecision(10));
  }
  return [...stops, maximum];
}

/** How the slider's own positions stand for values. */
export function sliderScale(range: NumberRange) {
  const { minimum, maximum, step, scale } = range;
  if (scale === 'linear') {
    const page = Math.max(1, Math.round((maximum - minimum) / step / 10)) * step;
    return {
      min: minimum,
      max: maximum,
      step,
      page,
      positionOf: (value: number) => value,
      valueAt: (at: number) => at,
    };
  }
  const stops = logarithmicStops(range);
  const positionOf = (value: number) => {
    const above = stops.findIndex((stop) => stop >= value);
    return above === -1 ? stops.length - 1 : above;
  };
  return {
    min: 0,
    max: stops.length - 1,
    step: 1,
    page: 9,
    positionOf,
    valueAt: (at: number) => stops[at] ?? minimum,
  };
}
