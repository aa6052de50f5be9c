/** An interval: two text boxes and a slider with two thumbs. */
import { Slider } from '@base-ui/react/slider';
import { type ReactNode, useId } from 'react';
import { formatSetting } from './format.ts';
import { Hint } from './hint.tsx';
import { FieldError, NumberInput, USUAL_DIGITS, useNumberText } from './number-field.tsx';
import type { NumberRange } from './slider-scale.ts';
import { SymbolText } from './symbol-text.tsx';

interface RangeFieldProps {
  readonly label: string;
  /** Set as in formulas. */
  readonly symbol?: string;
  /** Characters of the longest value. */
  readonly digits?: number;
  readonly fromLabel: string;
  readonly toLabel: string;
  readonly hint: ReactNode;
  /** Stands beside the label. */
  readonly mark?: ReactNode;
  readonly from: number;
  readonly to: number;
  readonly range: Pick<NumberRange, 'minimum' | 'maximum' | 'step'>;
  /** Either throws an error whose message tells the user what was expected. */
  readonly onFromChange: (value: number, typed: string) => void;
  readonly onToChange: (value: number, typed: string) => void;
}

export function RangeField(props: RangeFieldProps) {
  const { label, symbol = '', digits = USUAL_DIGITS, fromLabel, toLabel, hint, mark, from, to } = props;
  const { minimum, maximum, step } = props.range;
  const id = useId();
  const fromField = useNumberText(from, props.onFromChange);
  const toField = useNumberText(to, props.onToChange);
  const clamp = (value: number) => Math.min(maximum, Math.max(minimum, value));
  return (
    <fieldset className="field">
      <legend className="visually-hidden">{label}</legend>
      <div className="field-row">
        <span className="field-label" aria-hidden="true">
          <SymbolText text={label} symbol={symbol} />
        </span>
        <Hint about={label}>{hint}</Hint>
        {mark}
        <NumberInput id={`${id}-from`} label={fromLabel} digits={digits} field={fromField} />
        <span aria-hidden="true">–</span>
        <NumberInput id={`${id}-to`} label={toLabel} digits={digits} field={toField} />
      </div>
      <Slider.Root
        value={[from, to]}
        min={minimum}
        max={maximum}
        step={step}
        largeStep={10 * step}
        onValueChange={([nextFrom = from, nextTo = to]) => {
          if (nextFrom !== from) fromField.attempt(clamp(nextFrom));
          if (nextTo !== to) toField.attempt(clamp(nextTo));
        }}
      >
        <Slider.Control className="slider">
          <Slider.Track className="slider-track">
            <Slider.Indicator className="slider-fill" />
            <Slider.Thumb
              index={0}
              className="slider-thumb"
              aria-label={fromLabel}
              getAriaValueText={() => formatSetting(from)}
            />
            <Slider.Thumb
              index={1}
              className="slider-thumb"
              aria-label={toLabel}
              getAriaValueText={() => formatSetting(to)}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <FieldError id={`${id}-from`} error={fromField.error} />
      <FieldError id={`${id}-to`} error={toField.error} />
    </fieldset>
  );
}
