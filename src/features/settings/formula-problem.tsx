/** Why a formula is none yet, with the place marked, and which one is in force meanwhile. */
import type { FormulaError } from '#families/formula/problem.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { Sentence } from '../sentence.tsx';

interface FormulaProblemProps {
  readonly id: string;
  readonly error: FormulaError;
  /** As it was typed. */
  readonly expression: string;
  readonly inForce: string;
}

/** The formula with its wrong part marked; what is missing at a place is marked by an empty one. */
function Marked({ expression, error }: Pick<FormulaProblemProps, 'expression' | 'error'>) {
  const { place } = error;
  if (place === null) return null;
  // Places count from where the formula begins.
  const start = place.at + expression.length - expression.trimStart().length;
  const end = start + place.length;
  return (
    <code className="formula-marked" aria-hidden="true">
      {expression.slice(0, start)}
      <mark className={place.length === 0 ? 'missing' : undefined}>{expression.slice(start, end)}</mark>
      {expression.slice(end)}
    </code>
  );
}

export function FormulaProblem({ id, error, expression, inForce }: FormulaProblemProps) {
  const { t } = usePanelTexts();
  return (
    <div id={id} className="formula-problem" role="status">
      <Marked expression={expression} error={error} />
      <p className="field-error">
        <Sentence words={error.what} />
        {error.place === null ? null : (
          <span className="visually-hidden">
            {t('between.sentences')}
            {t('formula.place', { place: error.place.at + 1 })}
          </span>
        )}
      </p>
      <p className="note">{t('formula.inForce', { formula: inForce })}</p>
    </div>
  );
}
