/** A number: a label that explains itself, a text box for exact values, a slider for the feel of it. */
import { Slider } from '@base-ui/react/slider';
import { useId, useMemo, useState } from 'react';
import { formatSetting } from './format.ts';
import { Hint } from './hint.tsx';

export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly scale: 'linear' | 'logarithmic';
}

interface NumberFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly range: NumberRange;
  /** Throws an error whose message tells the user what was expected. */
  readonly onChange: (value: number, typed: string) => void;
}

/** Two digits a decade: every value a logarithmic slider stops at, so that a key always moves it. */
function logarithmicStops({ minimum, maximum, step }: NumberRange): number[] {
  const stops: number[] = [];
  for (let value = minimum; value < maximum; ) {
    stops.push(value);
    const digit = 10 ** Math.floor(Math.log10(value * (1 + 1e-9)) - 1);
    value = Number((value + Math.max(digit, step)).toPrecision(10));
  }
  return [...stops, maximum];
}

/** How the slider's own positions stand for values. */
function sliderScale(range: NumberRange) {
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

/** Text that becomes a number on Enter or blur; what is refused stays in the box, with the reason. */
export function useNumberText(value: number, onChange: (value: number, typed: string) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const attempt = (next: number, typed: string) => {
    try {
      onChange(next, typed);
      setError(null);
      setDraft(null);
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal.message : String(refusal));
    }
  };
  const commit = () => {
    if (draft === null) return;
    // A decimal comma is as good as a point.
    const text = draft.trim().replace(',', '.');
    attempt(text === '' ? Number.NaN : Number(text), draft);
  };
  return {
    text: draft ?? formatSetting(value),
    error,
    setDraft,
    commit,
    attempt: (next: number) => {
      setDraft(null);
      attempt(next, String(next));
    },
    abandon: () => {
      setDraft(null);
      setError(null);
    },
  };
}

interface NumberInputProps {
  readonly id: string;
  readonly label?: string;
  readonly field: ReturnType<typeof useNumberText>;
}

export function NumberInput({ id, label, field }: NumberInputProps) {
  return (
    <input
      id={id}
      className="number-input"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={field.error !== null}
      aria-describedby={field.error === null ? undefined : `${id}-error`}
      value={field.text}
      onChange={(event) => field.setDraft(event.target.value)}
      onBlur={field.commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') field.commit();
        if (event.key === 'Escape') field.abandon();
      }}
    />
  );
}

export function FieldError({ id, error }: { readonly id: string; readonly error: string | null }) {
  if (error === null) return null;
  return (
    <p id={`${id}-error`} className="field-error" role="alert">
      {error}
    </p>
  );
}

export function NumberField({ label, hint, value, range, onChange }: NumberFieldProps) {
  const id = useId();
  const field = useNumberText(value, onChange);
  const slider = useMemo(() => sliderScale(range), [range]);
  return (
    <div className="field">
      <div className="field-row">
        <label htmlFor={id}>{label}</label>
        <Hint about={label}>{hint}</Hint>
        <NumberInput id={id} field={field} />
      </div>
      <Slider.Root
        value={slider.positionOf(value)}
        min={slider.min}
        max={slider.max}
        step={slider.step}
        largeStep={slider.page}
        onValueChange={(at) => field.attempt(slider.valueAt(at))}
      >
        <Slider.Control className="slider">
          <Slider.Track className="slider-track">
            <Slider.Indicator className="slider-fill" />
            <Slider.Thumb
              className="slider-thumb"
              aria-label={label}
              getAriaValueText={() => formatSetting(value)}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <FieldError id={id} error={field.error} />
    </div>
  );
}
