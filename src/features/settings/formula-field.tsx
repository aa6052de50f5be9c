/** The formula of the tasks: typed, or one of a few to begin with. Half typed, the last sound one stays in force. */
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { expressionOf } from '#families/formula/settings.ts';
import { type Ranges, rangesOf, withExpression } from '#families/formula/editing.ts';
import { FormulaError } from '#families/formula/problem.ts';
import { usePlayground } from '#store/react.ts';
import { Hint } from '#ui/hint.tsx';
import { usePanelTexts } from '../panel-texts.ts';
import { FormulaPresets } from './formula-presets.tsx';
import { FormulaProblem } from './formula-problem.tsx';
import { LetterRanges } from './letter-ranges.tsx';
import { KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';

/** What stands in the box, and for which text of the settings it does. */
interface Typed {
  readonly expression: string;
  readonly of: string;
  readonly error: FormulaError | null;
}

export function FormulaField() {
  const { t } = usePanelTexts();
  const { t: name } = useTranslation();
  const id = useId();
  const text = usePlayground((state) => state.settings.formula);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const [typed, setTyped] = useState<Typed | null>(null);
  // A letter that goes and comes back has its range again.
  const known = useRef<Ranges>(new Map());
  const own = typed?.of === text ? typed : null;
  const error = own?.error ?? null;

  const type = (expression: string) => {
    known.current = new Map([...known.current, ...rangesOf(text)]);
    try {
      const next = withExpression(expression, known.current);
      setTyped({ expression, of: next, error: null });
      changeSettings({ formula: next });
    } catch (refusal) {
      if (!(refusal instanceof FormulaError)) throw refusal;
      setTyped({ expression, of: text, error: refusal });
    }
  };

  const label = name('setting.formula');
  return (
    <div className="formula-field" data-tour="formula">
      <div className="field">
        <div className="field-row">
          <label htmlFor={id}>{label}</label>
          <Hint about={label}>
            <KnobHint ids={['formula']} meaning={() => t('hint.formula')} effect="both" term="task" />
          </Hint>
          <DifferenceMark ids={['formula']} />
        </div>
        <div className="formula-box">
          <span aria-hidden="true">y =</span>
          <textarea
            id={id}
            rows={1}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-invalid={error !== null}
            aria-describedby={error === null ? undefined : `${id}-error`}
            value={own?.expression ?? expressionOf(text)}
            onChange={(event) => type(event.target.value.replaceAll(/\s+/g, ' '))}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setTyped(null);
              // A formula is one line, however it is broken.
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        </div>
        {error === null ? null : (
          <FormulaProblem
            id={`${id}-error`}
            error={error}
            expression={own?.expression ?? ''}
            inForce={expressionOf(text)}
          />
        )}
      </div>
      <LetterRanges text={text} />
      <FormulaPresets
        text={text}
        onChoose={(formula) => {
          setTyped(null);
          changeSettings({ formula });
        }}
      />
    </div>
  );
}
