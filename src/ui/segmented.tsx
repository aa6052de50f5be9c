/** One of a few things, side by side: arrow keys move between them. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    /** What stands on the button. */
    readonly text: ReactNode;
    /** Its name, where the text is none. */
    readonly label?: string;
  }[];
  readonly onChange: (value: Value) => void;
}

export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <ToggleGroup<Value>
      className="segmented"
      aria-label={label}
      value={[value]}
      onValueChange={([chosen]) => {
        // A press on what is chosen would leave nothing chosen.
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {options.map((option) => (
        <Toggle key={option.value} value={option.value} aria-label={option.label} title={option.label}>
          {option.text}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
