/** Saves the plot: its picture, or its curves over x as numbers. */
import type { RefObject } from 'react';
import { isCurveKnown } from '#families/curve/shown-curve.ts';
import { PLOT_GRID } from '#families/curve/edits.ts';
import { fromPlot, PLOT_UNITS } from '#families/curve/scale.ts';
import { scaleOf } from '#families/family-of.ts';
import { ChartMenu } from '#charts/chart-menu.tsx';
import type { LegendEntry } from '#charts/figure-frame.ts';
import { shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground, usePlaygroundStore } from '#store/react.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { nameWith } from '../figure-name.ts';
import { contestantColor, contestantDash, useContestantName } from '../vocabulary.ts';
import { useFormulaOf } from '../curve-formula.ts';
import { useCurveName } from './task-formula.tsx';
import { usePanelTexts } from '../panel-texts.ts';
import { useAlphaText } from '../setting-words.ts';

interface PlotMenuProps {
  readonly figure: RefObject<Element | null>;
  readonly hasQuery: boolean;
  /** Whether earlier steps are drawn. */
  readonly hasGhosts: boolean;
}

export function PlotMenu({ figure, hasQuery, hasGhosts }: PlotMenuProps) {
  const { t } = usePanelTexts();
  const alphaText = useAlphaText();
  const formulaOf = useFormulaOf();
  const store = usePlaygroundStore();
  const nameOf = useContestantName();
  const curveName = useCurveName();
  const isKnown = usePlayground((state) => isCurveKnown(state.task.knowledge));
  const name = usePlayground(({ settings, taskIndex, step }) =>
    nameWith(settings, `maml-task${taskIndex + 1}-step${step}`),
  );
  const table = () => {
    const { contestants, hidden, trajectories, step, settings } = store.getState();
    const task = shownCurveOf(store.getState());
    // What somebody has measured goes back into their units.
    const { x: axis, y: ofFile } = scaleOf(task.numbers) ?? PLOT_UNITS;
    const measured = (value: number) => fromPlot(ofFile, value);
    const curves = shownEntrants(contestants, hidden, settings).flatMap(({ id }) => {
      const { predictions = [], deviations = [] } = trajectories[id] ?? {};
      const [values, deviation] = [predictions[step], deviations[step]];
      if (values === undefined) return [];
      const sigma = deviation?.map((value) => ofFile.unit * value);
      const spread = sigma === undefined ? [] : [{ name: `${nameOf(id)} σ`, values: sigma }];
      return [{ name: nameOf(id), values: values.map(measured) }, ...spread];
    });
    return {
      columns: ['x', ...(isKnown ? [curveName] : []), ...curves.map((curve) => curve.name)],
      rows: Array.from(PLOT_GRID, (x, index) => [
        fromPlot(axis, x),
        ...(isKnown ? [measured(task.truth[index] ?? Number.NaN)] : []),
        ...curves.map(({ values }) => values[index]),
      ]),
    };
  };
  const words = () => {
    const { contestants, hidden, trajectories, step, settings } = store.getState();
    const task = shownCurveOf(store.getState());
    const shown = shownEntrants(contestants, hidden, settings).filter(
      ({ id }) => trajectories[id] !== undefined,
    );
    const lines = shown.map(({ id }): LegendEntry => {
      const mark = { kind: 'line', color: contestantColor(id), dash: contestantDash(id), width: 3 } as const;
      const isSure = trajectories[id]?.deviations === undefined;
      return { name: isSure ? nameOf(id) : `${nameOf(id)} ${t('savedPlot.band')}`, mark };
    });
    const ghosts: LegendEntry = {
      name: t('savedPlot.earlier'),
      mark: { kind: 'line', color: 'var(--ink-soft)', width: 1.25, opacity: 0.5 },
    };
    const truth: LegendEntry = {
      name: t('caption.entry', { name: curveName, value: formulaOf(task) }),
      mark: { kind: 'line', color: 'var(--target)', dash: '6 5', width: 2 },
    };
    return {
      title: t('savedPlot.saved', {
        count: step,
        shots: task.support.count,
        alpha: alphaText(settings, settings.alpha),
      }),
      legend: [
        ...lines,
        ...(hasGhosts ? [ghosts] : []),
        ...(isKnown ? [truth] : []),
        { name: t('plot.support'), mark: { kind: 'filled', color: 'var(--target)' } } as const,
        ...(hasQuery
          ? [{ name: t('plot.query'), mark: { kind: 'hollow', color: 'var(--ink-soft)' } } as const]
          : []),
      ],
      x: 'x',
      y: 'y',
    };
  };
  return <ChartMenu figure={figure} name={name} words={words} table={table} />;
}
