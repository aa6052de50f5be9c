/** The large plot: true curve, points, and every shown initialisation at the current inner step. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { rangesOf } from '#core/settings.ts';
import { sinusoidAt } from '#core/sinusoid.ts';
import type { PointSet } from '#core/task.ts';
import { FunctionPlot, type PlotCurve } from '#charts/function-plot.tsx';
import { plotGrid, shownTask } from '#store/adaptation-slice.ts';
import { shownContestants } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { Caption } from './caption.tsx';

/** With more curves than these, their pasts would hide what they are now. */
const MOST_WITH_GHOSTS = 5;

/** Room above the largest amplitude, so that a curve's peak is not the frame. */
const HEADROOM = 1.25;
const NO_POINTS: PointSet = { x: new Float32Array(0), y: new Float32Array(0), count: 0 };

function pointsOf({ x, y }: PointSet) {
  return Array.from(x, (position, index) => ({ x: position, y: y[index] ?? 0 }));
}

export function TaskPlot() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const taskIndex = usePlayground((state) => state.taskIndex);
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const trajectories = usePlayground((state) => state.trajectories);
  const step = usePlayground((state) => state.step);
  const opening = usePlayground((state) => state.engine.kind === 'opening');

  const scene = useMemo(() => {
    const task = shownTask(settings, taskIndex);
    const gridX = plotGrid(settings);
    const { x, noise } = rangesOf(settings);
    const height = HEADROOM * settings.amplitudeTo + 2 * noise;
    return {
      task,
      gridX,
      target: Array.from(gridX, (position) => sinusoidAt(task.curve, position)),
      xDomain: [x.from, x.to] as const,
      yDomain: [-height, height] as const,
      support: pointsOf(task.support),
      query: pointsOf(settings.queryPoints > 40 ? NO_POINTS : task.query),
    };
  }, [settings, taskIndex]);

  const curves = useMemo(() => {
    const shown = shownContestants(contestants, hidden);
    return shown.flatMap(({ id }): (PlotCurve & { name: string })[] => {
      const predictions = trajectories[id]?.predictions ?? [];
      const now = predictions[Math.min(step, predictions.length - 1)];
      if (now === undefined) return [];
      const ghosts = shown.length > MOST_WITH_GHOSTS ? [] : predictions.slice(0, step);
      const look = { color: contestantColor(id), dash: contestantDash(id) };
      return [{ id, name: t(`contestant.${id}`), ...look, y: now, ghosts }];
    });
  }, [contestants, hidden, trajectories, step, t]);

  const { amplitude, frequency, phase } = scene.task.curve;
  const shown = (value: number) => formatNumber(value) ?? '';
  return (
    <section className="task-plot" aria-label={t('panels.plot')}>
      <div className={curves.length > MOST_WITH_GHOSTS ? 'plot-legend many' : 'plot-legend'}>
        {curves.map(({ id, name, color, dash }) => (
          <span key={id} className="legend-curve">
            <LineSample color={color} dash={dash} />
            {name}
          </span>
        ))}
        <span className="legend-target">{t('plot.truth')}</span>
        <span className="formula">
          {t('task.curve', {
            amplitude: shown(amplitude),
            frequency: frequency === 1 ? '' : shown(frequency),
            phase: shown(phase),
          })}
        </span>
        <span className="legend-filled">{t('plot.support')}</span>
        {scene.query.length > 0 ? <span className="legend-hollow">{t('plot.query')}</span> : null}
        {opening ? <span className="legend-waiting">{t('plot.waiting')}</span> : null}
      </div>
      <FunctionPlot
        label={t('plot.label', { step })}
        gridX={scene.gridX}
        xDomain={scene.xDomain}
        yDomain={scene.yDomain}
        target={scene.target}
        curves={curves}
        filledPoints={scene.support}
        hollowPoints={scene.query}
      />
      <Caption />
    </section>
  );
}
