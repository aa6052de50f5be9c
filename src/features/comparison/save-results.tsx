/** The results of an evaluation as CSV files. */
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { STREAMS } from '#core/rng.ts';
import { rangesOf } from '#families/sinusoid/settings.ts';
import { sampleSinusoidTask } from '#families/sinusoid/sinusoid.ts';
import { lossesCsv, summariesCsv } from '#formats/comparison-csv.ts';
import type { Comparison } from '#store/compare/comparison-slice.ts';
import { saveFile } from '#ui/save-file.ts';

const CSV_TYPE = 'text/csv;charset=utf-8';
const NO_POINTS = { shots: 0, queryPoints: 0 };

function fileName({ settings, taskCount }: Comparison, what: string): string {
  return `comparison-${what}-${taskCount}-tasks-K${settings.shots}-seed${settings.seed}.csv`;
}

function saveSummaries(comparison: Comparison): void {
  const results = comparison.rows.map((row) => ({ ...row, name: row.id }));
  saveFile(fileName(comparison, 'summary'), summariesCsv(results, comparison.taskCount), CSV_TYPE);
}

function saveLosses(comparison: Comparison): void {
  const { settings, taskCount } = comparison;
  const results = comparison.rows.map((row) => ({ ...row, name: row.id }));
  const curves = Array.from(
    { length: taskCount },
    (_, task) =>
      sampleSinusoidTask(rangesOf(settings), settings.seed, STREAMS.heldOut, task, NO_POINTS).curve,
  );
  saveFile(fileName(comparison, 'tasks'), lossesCsv(results, curves), CSV_TYPE);
}

export function SaveResults({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation();
  return (
    <div className="button-row">
      <button type="button" onClick={() => saveSummaries(comparison)}>
        <Download size={14} aria-hidden /> {t('compare.save.summary')}
      </button>
      <button type="button" onClick={() => saveLosses(comparison)}>
        <Download size={14} aria-hidden /> {t('compare.save.tasks')}
      </button>
    </div>
  );
}
