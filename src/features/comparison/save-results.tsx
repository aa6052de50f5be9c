/** The results of an evaluation as CSV files. */
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { STREAMS } from '#core/rng.ts';
import { curveFamilyOf, expectCurves, scaleOf } from '#families/family-of.ts';
import { type ComparedResults, lossesCsv, summariesCsv } from '#formats/comparison-csv.ts';
import { sampleTasks } from '#families/task.ts';
import { countsOf, heldOutTasks } from '#training/training-plan.ts';
import { type ComparedWeights, comparisonArchive, isRecomputable } from '#formats/elsewhere/comparison.ts';
import { alphaOf, divergenceThresholdFor, isPrior, optimiserOf } from '#store/contestants/contestants.ts';
import type { Settings } from '#training/settings.ts';
import type { Comparison } from '#store/compare/comparison-slice.ts';
import { saveFile } from '#ui/save-file.ts';
import { nameWith } from '../figure-name.ts';

const CSV_TYPE = 'text/csv;charset=utf-8';
const NO_POINTS = { shots: 0, queryPoints: 0 };

function fileName({ settings, taskCount }: Comparison, what: string, extension = 'csv'): string {
  return `${nameWith(settings, `comparison-${what}-${taskCount}-tasks`)}.${extension}`;
}

function resultsOf({ rows }: Comparison): ComparedResults[] {
  return rows.map((row) => ({ ...row, name: row.id }));
}

const unitOfY = (settings: Settings) => scaleOf(settings)?.y.unit ?? null;

function saveSummaries(comparison: Comparison): void {
  const { settings, taskCount, pictures } = comparison;
  const summaries = summariesCsv(resultsOf(comparison), taskCount, {
    ...settings,
    pictures,
    unitOfY: unitOfY(settings),
  });
  saveFile(fileName(comparison, 'summary'), summaries, CSV_TYPE);
}

function saveLosses(comparison: Comparison): void {
  const { settings, taskCount } = comparison;
  const results = resultsOf(comparison);
  const { curves: family, isMeasured = false } = expectCurves(settings);
  const ids = family.quantities(settings).map(({ id }) => id);
  const curves = Array.from({ length: taskCount }, (_, index) => {
    const draw = { seed: settings.seed, stream: STREAMS.heldOut, index };
    const { curve } = family.sample(settings, draw, NO_POINTS);
    // No numbers fix what somebody has measured: it has a name.
    if (isMeasured) return { curve: family.formula(curve, String) };
    const values = family.valuesOf(curve);
    return Object.fromEntries(ids.map((id, at) => [id, values[at] ?? Number.NaN]));
  });
  saveFile(
    fileName(comparison, 'tasks'),
    lossesCsv(results, curves, { ...settings, unitOfY: unitOfY(settings) }),
    CSV_TYPE,
  );
}

/** Those whose rows a program can compute again. */
function recomputableOf({ rows, settings }: Comparison): readonly ComparedWeights[] {
  return rows.flatMap(({ id, entrant }) => {
    if (isPrior(entrant) || !isRecomputable(entrant)) return [];
    const alpha = alphaOf(entrant, settings.alpha);
    const [optimiser, threshold] = [
      optimiserOf(entrant, settings),
      divergenceThresholdFor(entrant, settings),
    ];
    return [{ name: id, weights: entrant, alpha, optimiser, threshold }];
  });
}

function savePrograms(comparison: Comparison): void {
  const { settings, taskCount } = comparison;
  const tasks = sampleTasks(heldOutTasks(settings), 0, taskCount, countsOf(settings));
  const archive = comparisonArchive(recomputableOf(comparison), tasks, settings.innerSteps);
  saveFile(fileName(comparison, 'again', 'zip'), archive, 'application/zip');
}

export function SaveResults({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation();
  return (
    <div className="button-row">
      <button type="button" onClick={() => saveSummaries(comparison)}>
        <Download size={14} aria-hidden /> {t('compare.save.summary')}
      </button>
      {curveFamilyOf(comparison.settings) === null ? null : (
        <>
          <button type="button" onClick={() => saveLosses(comparison)}>
            <Download size={14} aria-hidden /> {t('compare.save.tasks')}
          </button>
          <button
            type="button"
            title={t('compare.save.programHint')}
            disabled={recomputableOf(comparison).length === 0}
            onClick={() => savePrograms(comparison)}
          >
            <Download size={14} aria-hidden /> {t('compare.save.program')}
          </button>
        </>
      )}
    </div>
  );
}
