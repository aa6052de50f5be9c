/** Published figures and ours, side by side, with whether ours reach them. */
import { Check, CircleSlash, Equal, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LossSummary } from '#training/metrics.ts';
import {
  PUBLISHED_TABLES,
  type PublishedCell,
  type PublishedFigure,
  type PublishedVerdict,
  publishedVerdict,
} from '#training/published.ts';
import { PUBLISHED_TABLE_IDS, type PublishedTableId, TABLE_TASKS } from '#training/published-tables.ts';
import { MOST_JUDGING_TASKS } from '#store/compare/published-slice.ts';
import { usePlayground } from '#store/react.ts';
import { formatCount, formatSetting } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { useRefusal } from '../number-refusal.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { RunButton } from './run-button.tsx';
import { useSummaryText } from './summary-text.ts';

const ICON = { size: 13, 'aria-hidden': true, strokeWidth: 2.5 } as const;
/** Beside its word: whoever skims the table finds it by its mark. */
const MARKS: Readonly<Record<PublishedVerdict, ReactElement>> = {
  reached: <Check {...ICON} />,
  within: <Equal {...ICON} />,
  missed: <X {...ICON} />,
  unsettled: <CircleSlash {...ICON} />,
};

function printed({ mean, confidence95 }: PublishedFigure): string {
  return confidence95 === null ? mean.toFixed(2) : `${mean.toFixed(2)} ± ${confidence95.toFixed(2)}`;
}

/** Ours, the mean in bold; the interval does not fit beside it in bold as well. What has spoilt it stands in its place. */
function Figure({ summary }: { readonly summary: LossSummary }) {
  const text = useSummaryText();
  const { mean, confidence95 } = summary;
  const spoilt = text.spoilt(summary);
  if (spoilt !== null) return <>{spoilt}</>;
  return (
    <>
      <strong>{text.number(mean)}</strong>
      {mean === null ? null : ` ± ${text.number(confidence95)}`}
    </>
  );
}

function Cell({ cell, ours }: { readonly cell: PublishedCell; readonly ours: LossSummary | null }) {
  const { t } = useTranslation();
  const verdict = ours === null ? null : publishedVerdict(ours, cell.figure);
  return (
    <td data-verdict={verdict}>
      <span className="published-figure">{t('published.published', { figure: printed(cell.figure) })}</span>
      <span className="published-ours">
        {t('published.ours')} {ours === null ? '–' : <Figure summary={ours} />}
      </span>
      {verdict === null ? null : (
        <span className="published-verdict">
          {MARKS[verdict]} {t(`published.verdict.${verdict}`)}
        </span>
      )}
    </td>
  );
}

function PublishedTable({ id }: { readonly id: PublishedTableId }) {
  const { t } = useTranslation();
  const reproduction = usePlayground((state) => state.reproductions[id]);
  const open = usePlayground((state) => state.openPublished);
  const { columns, rows } = PUBLISHED_TABLES[id];
  return (
    <table className="published-table">
      <caption className="visually-hidden">{t(`published.tables.${id}`)}</caption>
      <thead>
        <tr>
          {rows[0]?.cells.map((cell) => (
            <th key={cell[columns]} scope="col">
              {t(`published.${columns}`, { count: cell[columns] })}
            </th>
          ))}
        </tr>
      </thead>
      {rows.map(({ method, trainedShots, tunedAlpha, cells }, index) => {
        const contestant = t(`contestant.${method}`);
        const name =
          tunedAlpha !== null
            ? t('published.tuned', { name: contestant, alpha: formatSetting(tunedAlpha) })
            : id === 'mamlTable2'
              ? contestant
              : t('published.trained', { name: contestant, count: trainedShots });
        return (
          <tbody key={name} data-row={`${method} ${trainedShots}${tunedAlpha === null ? '' : ' tuned'}`}>
            <tr>
              <th colSpan={cells.length} scope="rowgroup">
                <span className="published-row">
                  <LineSample color={contestantColor(method)} dash={contestantDash(method)} />
                  {name}
                  <button
                    type="button"
                    className="plain"
                    aria-label={t('published.openName', { name })}
                    onClick={() => void open(id, index)}
                  >
                    {t('published.open')}
                  </button>
                </span>
              </th>
            </tr>
            <tr>
              {cells.map((cell, column) => (
                <Cell key={cell[columns]} cell={cell} ours={reproduction?.rows[index]?.[column] ?? null} />
              ))}
            </tr>
          </tbody>
        );
      })}
    </table>
  );
}

export function PublishedSection() {
  const { t } = useTranslation();
  const table = usePlayground((state) => state.publishedTable);
  const tasks = usePlayground((state) => state.publishedTasks);
  const setPublished = usePlayground((state) => state.setPublished);
  const reproducing = usePlayground((state) => state.reproducing);
  const reproduce = usePlayground((state) => state.reproduce);
  const stop = usePlayground((state) => state.stopReproducing);
  const judged = usePlayground((state) => state.reproductions[table]?.tasks ?? null);
  const isListed = usePlayground((state) => state.benchmark.length > 0);
  const refusal = useRefusal();
  const changeTasks = (value: number, typed: string) => {
    if (!Number.isInteger(value) || value < 1 || value > MOST_JUDGING_TASKS) {
      throw refusal(t('published.tasks'), { minimum: 1, maximum: MOST_JUDGING_TASKS, whole: true }, typed);
    }
    setPublished({ publishedTasks: value });
  };
  return (
    <div className="panel">
      <p className="lead">{t('published.lead')}</p>
      <Segmented
        label={t('published.table')}
        value={table}
        options={PUBLISHED_TABLE_IDS.map((id) => ({ value: id, text: t(`published.tables.${id}`) }))}
        onChange={(id) => setPublished({ publishedTable: id })}
      />
      <NumberField
        label={t('published.tasks')}
        hint={t('published.tasksHint')}
        value={tasks}
        range={null}
        onChange={changeTasks}
      />
      <RunButton
        start={t('published.reproduce')}
        progress={reproducing}
        progressLabel={t('published.progress')}
        disabled={!isListed}
        onStart={() => void reproduce(table, tasks)}
        onStop={stop}
      />
      <PublishedTable id={table} />
      {judged === null ? null : (
        <p className="note">{t('published.count', { count: judged, tasks: formatCount(judged) })}</p>
      )}
      <p className="note">{t('published.worth', { tables: formatCount(TABLE_TASKS) })}</p>
      <p className="note">{t('published.rule')}</p>
      <p className="note">{t(`published.about.${table}`)}</p>
      <p className="note">{t(table === 'mamlTable2' ? 'published.openHint' : 'published.openImported')}</p>
    </div>
  );
}
