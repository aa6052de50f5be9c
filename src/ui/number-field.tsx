/** A number: a label that explains itself, a text box for exact values, a slider for the feel of it. */
import { Slider } from '@base-ui/react/slider';
import { type CSSProperties, type ReactNode, useId, useMemo, useState } from 'react';
import { formatSetting } from './format.ts';
import { Hint } from './hint.tsx';
import { type NumberRange, sliderScale } from './slider-scale.ts';
import { SymbolText } from './symbol-text.tsx';

interface NumberFieldProps {
  readonly label: string;
  /** Set as in formulas. */
  readonly symbol?: string;
  readonly hint: ReactNode;
  /** Stands beside the label. */
  readonly mark?: ReactNode;
  /** Characters of the longest value. */
  readonly digits?: number;
  readonly value: number;
  /** `null` for a number that no hand can slide to. */
  readonly range: NumberRange | null;
  /** Throws an error whose message tells the user what was expected. */
  readonly onChange: (value: number, typed: string) => void;
}

/**
 * Text that becomes a number on Enter or blur; what is refused stays in the box, with the reason. A box that may be empty, where
 * there is no number, says `onClear`.
 */
export function useNumberText(
  value: number | null,
  onChange: (value: number, typed: string) => void,
  onClear?: () => void,
) {
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
    if (onClear !== undefined && draft.trim() === '') {
      onClear();
      setDraft(null);
      setError(null);
      return;
    }
    // A decimal comma is as good as a point.
    const text = draft.trim().replace(',', '.');
    attempt(text === '' ? Number.NaN : Number(text), draft);
  };
  return {
    text: draft ?? (value === null ? '' : formatSetting(value)),
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
  readonly digits?: number;
  readonly field: ReturnType<typeof useNumberText>;
}

/** Characters that a box has room for, where nobody says. */
export const USUAL_DIGITS = 6;

export function NumberInput({ id, label, digits = USUAL_DIGITS, field }: NumberInputProps) {
  return (
    <input
      id={id}
      className="number-input"
      style={{ '--digits': digits } as CSSProperties}
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

export function FieldError({ id, error }: { readonly id: string; readonly error: ReactNode }) {
  if (error === null) return null;
  return (
    <p id={`${id}-error`} className="field-error" role="alert">
      {error}
    </p>
  );
}

export function NumberField(props: NumberFieldProps) {
  const { label, symbol = '', hint, mark, digits = USUAL_DIGITS, value, range, onChange } = props;
  const id = useId();
  const field = useNumberText(value, onChange);
  const slider = useMemo(() => (range === null ? null : sliderScale(range)), [range]);
  return (
    <div className="field">
      <div className="field-row">
        <label htmlFor={id}>
          <SymbolText text={label} symbol={symbol} />
        </label>
        <Hint about={label}>{hint}</Hint>
        {mark}
        <NumberInput id={id} digits={digits} field={field} />
      </div>
      {slider === null ? null : (
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
      )}
      <FieldError id={id} error={field.error} />
    </div>
  );
}
