/** The large plot: true curve, points, and every shown initialisation at the current inner step. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PAPER_RANGES } from '#core/sinusoid.ts';
import type { PointSet } from '#core/task.ts';
import { PLOT_GRID } from '#core/task-edits.ts';
import { FunctionPlot, type PlotCurve } from '#charts/function-plot.tsx';
import { shownContestants } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber } from '#ui/format.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { Caption } from './caption.tsx';
import { ContestantChips } from './contestant-chips.tsx';

/** With more curves than these, their pasts would hide what they are now. */
const MOST_WITH_GHOSTS = 5;

/** Room above the largest amplitude, so that a curve's peak is not the frame. */
const HEADROOM = 1.25;
const X_DOMAIN = [PAPER_RANGES.x.from, PAPER_RANGES.x.to] as const;
const NO_POINTS: PointSet = { x: new Float32Array(0), y: new Float32Array(0), count: 0 };

function pointsOf({ x, y }: PointSet) {
  return Array.from(x, (position, index) => ({ x: position, y: y[index] ?? 0 }));
}

export function TaskPlot() {
  const { t } = useTranslation();
  const task = usePlayground((state) => state.task);
  const amplitudeTo = usePlayground((state) => state.settings.amplitudeTo);
  const noise = usePlayground((state) => state.settings.noise);
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const trajectories = usePlayground((state) => state.trajectories);
  const step = usePlayground((state) => state.step);
  const opening = usePlayground((state) => state.engine.kind === 'opening');

  const scene = useMemo(() => {
    const height = HEADROOM * amplitudeTo + 2 * noise;
    return {
      yDomain: [-height, height] as const,
      support: pointsOf(task.support),
      query: pointsOf(task.query.count > 40 ? NO_POINTS : task.query),
    };
  }, [task, amplitudeTo, noise]);

  const curves = useMemo(() => {
    const shown = shownContestants(contestants, hidden);
    return shown.flatMap(({ id }): PlotCurve[] => {
      const predictions = trajectories[id]?.predictions ?? [];
      const now = predictions[Math.min(step, predictions.length - 1)];
      if (now === undefined) return [];
      const ghosts = shown.length > MOST_WITH_GHOSTS ? [] : predictions.slice(0, step);
      const look = { color: contestantColor(id), dash: contestantDash(id) };
      return [{ id, ...look, y: now, ghosts }];
    });
  }, [contestants, hidden, trajectories, step]);

  const shown = (value: number) => formatNumber(value) ?? '';
  return (
    <section className="task-plot" aria-label={t('panels.plot')}>
      <div className={curves.length > MOST_WITH_GHOSTS ? 'plot-legend many' : 'plot-legend'}>
        <ContestantChips />
        <span className="legend-target">{t('plot.truth')}</span>
        <span className="formula">
          {task.curve === null
            ? t('task.drawn')
            : t('task.curve', {
                amplitude: shown(task.curve.amplitude),
                frequency: task.curve.frequency === 1 ? '' : shown(task.curve.frequency),
                phase: shown(task.curve.phase),
              })}
        </span>
        <span className="legend-filled">{t('plot.support')}</span>
        {scene.query.length > 0 ? <span className="legend-hollow">{t('plot.query')}</span> : null}
        {opening ? <span className="legend-waiting">{t('plot.waiting')}</span> : null}
      </div>
      <FunctionPlot
        label={t('plot.label', { step })}
        gridX={PLOT_GRID}
        xDomain={X_DOMAIN}
        yDomain={scene.yDomain}
        target={task.truth}
        curves={curves}
        filledPoints={scene.support}
        hollowPoints={scene.query}
      />
      <Caption />
    </section>
  );
}
