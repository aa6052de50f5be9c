/** From where each letter of the formula is drawn, and x: two numbers each. */
import { useId } from 'react';
import type { Range } from '#families/curve/curve.ts';
import { rangesOf, withRange } from '#families/formula/editing.ts';
import { FormulaError } from '#families/formula/problem.ts';
import { usePlayground } from '#store/react.ts';
import { FieldError, NumberInput, useNumberText } from '#ui/number-field.tsx';
import { usePanelTexts } from '../panel-texts.ts';
import { useWords } from '../sentence.tsx';

const DIGITS = 5;

interface LetterRangeProps {
  readonly text: string;
  readonly name: string;
  readonly range: Range;
}

function LetterRange({ text, name, range }: LetterRangeProps) {
  const { t } = usePanelTexts();
  const words = useWords();
  const id = useId();
  const changeSettings = usePlayground((state) => state.changeSettings);
  const change = (next: Range) => {
    try {
      changeSettings({ formula: withRange(text, name, next) });
    } catch (refusal) {
      throw refusal instanceof FormulaError ? new Error(words(refusal.what)) : refusal;
    }
  };
  const { from, to } = range;
  // An end that is moved past the other one pushes it along.
  const fromField = useNumberText(from, (value) => change({ from: value, to: Math.max(value, to) }));
  const toField = useNumberText(to, (value) => change({ from: Math.min(from, value), to: value }));
  return (
    <fieldset className="letter-range">
      <legend className="visually-hidden">{t('formula.range', { name })}</legend>
      <span className="symbol letter" aria-hidden="true">
        {name}
      </span>
      <NumberInput
        id={`${id}-from`}
        label={t('formula.smallest', { name })}
        digits={DIGITS}
        field={fromField}
      />
      <span aria-hidden="true">–</span>
      <NumberInput id={`${id}-to`} label={t('formula.largest', { name })} digits={DIGITS} field={toField} />
      <FieldError id={`${id}-from`} error={fromField.error} />
      <FieldError id={`${id}-to`} error={toField.error} />
    </fieldset>
  );
}

export function LetterRanges({ text }: { readonly text: string }) {
  const { t } = usePanelTexts();
  return (
    <div className="letter-ranges" role="group" aria-label={t('formula.ranges')}>
      {[...rangesOf(text)].map(([name, range]) => (
        <LetterRange key={name} text={text} name={name} range={range} />
      ))}
    </div>
  );
}
