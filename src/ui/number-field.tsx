/** A number: a label that explains itself, a text box for exact values, a slider for the feel of it. */
import { Slider } from '@base-ui/react/slider';
import { useId, useState } from 'react';
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
  readonly onChange: (value: number) => void;
}

const SLIDER_STEPS = 1000;

/** Position 0 … 1 of a value on its slider. */
function positionOf(value: number, { minimum, maximum, scale }: NumberRange): number {
  if (scale === 'linear') return (value - minimum) / (maximum - minimum);
  return Math.log(value / minimum) / Math.log(maximum / minimum);
}

function valueAt(position: number, { minimum, maximum, step, scale }: NumberRange): number {
  const exact =
    scale === 'linear' ? minimum + (maximum - minimum) * position : minimum * (maximum / minimum) ** position;
  // Two digits are as fine as a hand on a logarithmic slider.
  const coarse = scale === 'linear' ? exact : Number(exact.toPrecision(2));
  const stepped = Math.round(coarse / step) * step;
  return Math.min(maximum, Math.max(minimum, Number(stepped.toPrecision(10))));
}

/** Text that becomes a number on Enter or blur; what is refused stays in the box, with the reason. */
export function useNumberText(value: number, onChange: (value: number) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const attempt = (next: number) => {
    try {
      onChange(next);
      setError(null);
      setDraft(null);
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal.message : String(refusal));
    }
  };
  const commit = () => {
    if (draft === null) return;
    attempt(draft.trim() === '' ? Number.NaN : Number(draft));
  };
  return {
    text: draft ?? formatSetting(value),
    error,
    setDraft,
    commit,
    attempt: (next: number) => {
      setDraft(null);
      attempt(next);
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
  const linear = range.scale === 'linear';
  return (
    <div className="field">
      <div className="field-row">
        <label htmlFor={id}>{label}</label>
        <Hint about={label}>{hint}</Hint>
        <NumberInput id={id} field={field} />
      </div>
      <Slider.Root
        value={linear ? value : Math.round(positionOf(value, range) * SLIDER_STEPS)}
        min={linear ? range.minimum : 0}
        max={linear ? range.maximum : SLIDER_STEPS}
        step={linear ? range.step : 1}
        onValueChange={(next) => field.attempt(linear ? next : valueAt(next / SLIDER_STEPS, range))}
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
