/** One of a few things, by the browser's own select: it knows every device's manners. */
import { type ReactNode, useId } from 'react';
import { Hint } from './hint.tsx';

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly labelHidden?: boolean;
  /** A sentence about what is chosen, under the choice. */
  readonly description?: ReactNode;
  /** What the choice is about, behind a question mark. */
  readonly hint?: ReactNode;
  /** Stands beside the label. */
  readonly mark?: ReactNode;
}

export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const id = useId();
  const { label, value, options, onChange, labelHidden = false, description, hint, mark } = props;
  const field = (
    <div className="field field-row">
      <label htmlFor={id} className={labelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      {hint === undefined ? null : <Hint about={label}>{hint}</Hint>}
      {mark}
      <select
        id={id}
        value={value}
        aria-describedby={description === undefined ? undefined : `${id}-description`}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
  if (description === undefined) return field;
  return (
    <div className="field">
      {field}
      <p id={`${id}-description`} className="note field-description">
        {description}
      </p>
    </div>
  );
}
