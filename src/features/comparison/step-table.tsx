/** All contestants at one inner step. */
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#store/compare/comparison-slice.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { useJudgedName } from '../transductive.ts';
import { useSummaryText } from './summary-text.ts';

/** More rows than these are among those with long names. */
const MOST_AT_EASE = 5;

export function StepTable({ comparison, step }: { readonly comparison: Comparison; readonly step: number }) {
  const { t } = useTranslation();
  const text = useSummaryText();
  const nameOf = useJudgedName(comparison.isAlone);
  const isOfClasses = comparison.rows.some(({ accuracies }) => accuracies !== null);
  return (
    <table
      className={comparison.rows.length > MOST_AT_EASE ? 'summary-table many' : 'summary-table'}
      data-step={step}
    >
      <caption>{t('table.atStep', { step })}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('table.initialisation')}</span>
          </th>
          {isOfClasses ? <th scope="col">{t('table.accuracy')}</th> : null}
          <th scope="col">{t('compare.mean')}</th>
          <th scope="col">{t('compare.median')}</th>
          <th scope="col">{t('compare.diverged')}</th>
        </tr>
      </thead>
      <tbody>
        {comparison.rows.map((row) => {
          const { id, summaries, accuracies } = row;
          const summary = summaries[step];
          return summary === undefined ? null : (
            <tr key={id} data-contestant={id}>
              <th scope="row">
                <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
                {nameOf(row.entrant)}
              </th>
              {isOfClasses ? <td>{text.accuracy(accuracies?.[step])}</td> : null}
              <td>
                {text.mean(summary)}
                {text.rest(summary) === null ? null : (
                  <>
                    <br />
                    <small>{text.rest(summary)}</small>
                  </>
                )}
              </td>
              <td>{text.median(summary)}</td>
              <td>{text.diverged(summary)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
