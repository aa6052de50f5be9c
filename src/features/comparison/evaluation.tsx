/** Any initialisations over many held-out tasks: mean with CI95, median, share diverged, and whether two differ. */
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { familyOf } from '#families/family-of.ts';
import { ChartMenu } from '#charts/chart-menu.tsx';
import { type LegendEntry, markedStep } from '#charts/figure-frame.ts';
import type { Comparison } from '#store/compare/comparison-slice.ts';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { Segmented } from '#ui/segmented.tsx';
import { nameWith } from '../figure-name.ts';
import { useComparisonTitle } from '../of-pictures.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { useJudgedName } from '../transductive.ts';
import { AllStepsTable } from './all-steps-table.tsx';
import { ComparisonChart } from './comparison-chart.tsx';
import { EvaluationForm } from './evaluation-form.tsx';
import { PairOfContestants } from './pair-sentence.tsx';
import { SaveResults } from './save-results.tsx';
import { StaleNote } from './stale-note.tsx';
import { StepTable } from './step-table.tsx';
import { useAlphaText } from '../setting-words.ts';

const MEASURES = ['mean', 'median'] as const;
const SCALES = ['linear', 'log'] as const;

function ChartOptions({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { measure, scale } = usePlayground((state) => state.comparisonView);
  const setView = usePlayground((state) => state.setComparisonView);
  return (
    <div className="chart-options">
      <Segmented
        label={t('compare.measure.title')}
        value={measure}
        options={MEASURES.map((value) => ({ value, text: t(`compare.measure.${value}`) }))}
        onChange={(value) => setView({ measure: value })}
      />
      <Segmented
        label={t('compare.scale.title')}
        value={scale}
        options={SCALES.map((value) => ({ value, text: t(`compare.scale.${value}`) }))}
        onChange={(value) => setView({ scale: value })}
      />
      {children}
    </div>
  );
}

function Results({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation();
  const alphaText = useAlphaText();
  const nameOf = useJudgedName(comparison.isAlone);
  const { settings, taskCount, asked, pictures, rows } = comparison;
  const step = usePlayground((state) => Math.min(state.step, settings.innerSteps));
  const isUnderWay = usePlayground((state) => state.evaluating !== null);
  const measure = usePlayground((state) => state.comparisonView.measure);
  const title = useComparisonTitle(measure, settings);
  const isOfPictures = familyOf(settings).view === 'pictures';
  const chart = useRef<HTMLDivElement>(null);
  const table = () => ({
    columns: [
      t('compare.step'),
      ...rows.flatMap((row) => {
        const name = nameOf(row.entrant);
        return [name, `${name} CI95`, `${name} ${t('compare.median')}`];
      }),
    ],
    rows: Array.from({ length: settings.innerSteps + 1 }, (_, at) => [
      at,
      ...rows.flatMap(({ summaries }) => {
        const summary = summaries[at];
        return [summary?.mean, summary?.confidence95, summary?.median];
      }),
    ]),
  });
  const circumstances = t('compare.settings', {
    count: taskCount,
    tasks: formatCount(taskCount),
    shots: settings.shots,
    alpha: alphaText(settings, settings.alpha),
    seed: settings.seed,
  });
  const words = () => ({
    title,
    note: circumstances,
    legend: [
      ...rows.map((row): LegendEntry => {
        const { id } = row;
        const mark = {
          kind: 'line',
          color: contestantColor(id),
          dash: contestantDash(id),
          width: 2,
        } as const;
        return { name: nameOf(row.entrant), mark };
      }),
      markedStep(t('chart.atStep', { step })),
    ],
    x: t('transport.step'),
    y: t(isOfPictures ? 'table.lossOfClasses.query' : 'table.query'),
  });
  return (
    <>
      <p className="note">
        {circumstances}
        {pictures === null
          ? null
          : ` ${t(`characters.words.${pictures.isSplit === true ? 'onHeldOut' : 'onPictures'}`, { name: pictures.name })}`}
        {taskCount < asked && !isUnderWay ? ` ${t('compare.stopped', { asked: formatCount(asked) })}` : null}
      </p>
      <StaleNote settings={settings} weights={rows} pictures={pictures} />
      <StepTable comparison={comparison} step={step} />
      <PairOfContestants comparison={comparison} step={step} />
      <ChartOptions>
        <ChartMenu
          figure={chart}
          name={nameWith(settings, `comparison-${taskCount}-tasks`)}
          words={words}
          table={table}
        />
      </ChartOptions>
      <div ref={chart}>
        <ComparisonChart comparison={comparison} step={step} />
      </div>
      <AllStepsTable comparison={comparison} step={step} />
      <SaveResults comparison={comparison} />
    </>
  );
}

export function EvaluationSection() {
  const { t } = useTranslation();
  const comparison = usePlayground((state) => state.comparison);
  return (
    <div className="panel" data-tour="evaluation">
      <EvaluationForm />
      {comparison === null ? (
        <p className="lead">{t('compare.empty')}</p>
      ) : (
        <Results comparison={comparison} />
      )}
    </div>
  );
}
