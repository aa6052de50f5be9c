/** One figure of all contestants, a row for each inner step; a step's number leads to it. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#store/compare/comparison-slice.ts';
import { usePlayground } from '#store/react.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { useJudgedName } from '../transductive.ts';
import { useComparisonTitle } from '../of-pictures.ts';
import { useSummaryText } from './summary-text.ts';

interface AllStepsTableProps {
  readonly comparison: Comparison;
  readonly step: number;
}

export const AllStepsTable = memo(function AllStepsTable({ comparison, step }: AllStepsTableProps) {
  const { t } = useTranslation();
  const text = useSummaryText();
  const nameOf = useJudgedName(comparison.isAlone);
  const measure = usePlayground((state) => state.comparisonView.measure);
  const showStep = usePlayground((state) => state.showStep);
  const { rows, settings } = comparison;
  const title = useComparisonTitle(measure, settings);
  return (
    <details>
      <summary>{t('compare.allSteps')}</summary>
      <div className="table-scroll">
        <table className="steps-table">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('compare.step')}</th>
              {rows.map((row) => (
                <th key={row.id} scope="col">
                  <LineSample color={contestantColor(row.id)} dash={contestantDash(row.id)} />
                  {nameOf(row.entrant)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: settings.innerSteps + 1 }, (_, at) => (
              // A row is its step.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={at} className={at === step ? 'current' : undefined} data-step={at}>
                <th scope="row">
                  <button
                    type="button"
                    className="plain"
                    aria-label={t('table.toStep', { step: at })}
                    onClick={() => showStep(at)}
                  >
                    {at}
                  </button>
                </th>
                {rows.map(({ id, summaries }) => {
                  const summary = summaries[at];
                  return (
                    <td key={id} data-contestant={id}>
                      {summary === undefined ? null : text[measure](summary)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
});
