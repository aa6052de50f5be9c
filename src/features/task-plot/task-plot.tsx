/** The large plot: true curve, points, and every shown initialisation at the current inner step. */
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { X_RANGE } from '#families/curve/curve.ts';
import { expectCurves } from '#families/family-of.ts';
import { isCurveKnown, isOfOwnPoints } from '#families/curve/shown-curve.ts';
import type { PointSet } from '#families/task.ts';
import { PLOT_GRID } from '#families/curve/edits.ts';
import { FunctionPlot, type PlotCurve } from '#charts/function-plot.tsx';
import type { PlotPoint } from '#charts/plot-space.ts';
import { CONTESTANT_IDS, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { formatNumber } from '#ui/format.ts';
import { contestantColor, contestantDash, useContestantName } from '../vocabulary.ts';
import { Caption } from './caption.tsx';
import { ContestantChips } from '../contestant-chips.tsx';
import { curveLabels } from './curve-labels.ts';
import { frameHeight } from './frame-height.ts';
import { openingCurves, openingOf } from './opening.ts';
import { readoutOf } from './readout.tsx';
import { TaskFormula, useCurveName } from './task-formula.tsx';
import { EditHistory } from '../edit-history.tsx';
import { useIsPublished } from '../of-published.ts';
import { type PlotTool, TaskTools } from './task-tools.tsx';
import { useUndoKeys } from '../undo-keys.ts';

/** Lies over the plot, so that it moves nothing when it comes. */
const PlotMenu = lazy(async () => ({ default: (await import('./plot-menu.tsx')).PlotMenu }));

/** Lies over the plot, too. */
const OutsideOfTraining = lazy(async () => ({
  default: (await import('./outside-of-training.tsx')).OutsideOfTraining,
}));

/** With more curves than these, their pasts would hide what they are now. */
const MOST_WITH_GHOSTS = 5;
/** With more query points than these, they would hide the curves. */
const MOST_QUERY_POINTS = 40;

const X_DOMAIN = [X_RANGE.from, X_RANGE.to] as const;
const X_MIDDLE = (X_RANGE.from + X_RANGE.to) / 2;
/** Where no support points are sampled. */
const UNSAMPLED = {
  none: null,
  left: [X_MIDDLE, X_RANGE.to],
  right: [X_RANGE.from, X_MIDDLE],
} as const;
/** The same element always, lest the plot be drawn anew for it. */
const OUTSIDE = (
  <Suspense>
    <OutsideOfTraining />
  </Suspense>
);
const IN_HAND: Readonly<Record<PlotTool, ReactNode>> = {
  add: <ToolNote tool="add" />,
  draw: <ToolNote tool="draw" />,
};
const NO_POINTS: readonly PlotPoint[] = [];

/** Stays on the plot as long as a tool is in hand, for the eye; a status says it to others. */
function ToolNote({ tool }: { readonly tool: PlotTool }) {
  const { t } = useTranslation();
  return (
    <div className="plot-outside" aria-hidden="true">
      <span className="outside">{t(`tools.inHand.${tool}`)}</span>
    </div>
  );
}

function pointsOf({ x, y }: PointSet): PlotPoint[] {
  return Array.from(x, (position, index) => ({ x: position, y: y[index] ?? 0 }));
}

const shortly = (value: number) => formatNumber(value)?.replace('-', '−') ?? '';

/** The greatest height so far of what `key` names: an edit never makes the frame smaller. */
function useGrowing(height: number, key: string): number {
  const [kept, setKept] = useState({ height, key });
  const grown = kept.key === key ? Math.max(kept.height, height) : height;
  if (grown !== kept.height || key !== kept.key) setKept({ height: grown, key });
  return grown;
}

/** Twice the standard deviation to both sides. */
function bandOf(mean: Float32Array, deviation: Float32Array | undefined): PlotCurve['band'] {
  if (deviation === undefined) return null;
  const beside = (sign: number) => mean.map((value, index) => value + 2 * sign * (deviation[index] ?? 0));
  return { low: beside(-1), high: beside(1) };
}

/** The task's points and true curve as the plot needs them; each is the same as long as it does not change. */
function useScene() {
  const task = usePlayground(shownCurveOf);
  const half = usePlayground((state) => state.taskEdits.half);
  const reach = usePlayground(({ settings }) => expectCurves(settings).curves.reach(settings, null));
  const taskReach = usePlayground(({ settings }) => expectCurves(task).curves.reach(settings, task.curve));
  const noise = usePlayground((state) => state.settings.noise);
  const { support, query, truth, knowledge } = task;
  const taskIndex = usePlayground((state) => state.taskIndex);
  const height = useGrowing(frameHeight(task, taskReach, noise), `${taskIndex} ${reach} ${noise}`);
  return {
    truth,
    knowledge,
    shaded: UNSAMPLED[half],
    yDomain: useMemo(() => [-height, height] as const, [height]),
    support: useMemo(() => pointsOf(support), [support]),
    query: useMemo(
      () => (query.count > MOST_QUERY_POINTS || knowledge === 'unknown' ? NO_POINTS : pointsOf(query)),
      [query, knowledge],
    ),
  };
}

/** Hands of the visitor on the task. */
function useEditing(tool: PlotTool | null) {
  const movePoint = usePlayground((state) => state.movePoint);
  const addPoint = usePlayground((state) => state.addPoint);
  const removePoint = usePlayground((state) => state.removePoint);
  const drawCurve = usePlayground((state) => state.drawCurve);
  const holdOutPoint = usePlayground((state) => state.holdOutPoint);
  const isOwn = usePlayground((state) => isOfOwnPoints(state.task.knowledge));
  const endGesture = usePlayground((state) => state.endGesture);
  return useMemo(
    () => ({
      isDrawing: tool === 'draw',
      isAdding: tool === 'add',
      onMove: (index: number, { x, y }: PlotPoint) => movePoint(index, x, y),
      onAdd: ({ x, y }: PlotPoint) => addPoint(x, y),
      onRemove: removePoint,
      onSetAside: isOwn ? holdOutPoint : null,
      onDraw: drawCurve,
      onEnd: endGesture,
    }),
    [tool, isOwn, movePoint, addPoint, removePoint, holdOutPoint, drawCurve, endGesture],
  );
}

/** A tool is in hand until Escape, its button or another task. */
function usePlotTool() {
  const taskIndex = usePlayground((state) => state.taskIndex);
  const [held, setHeld] = useState<{ readonly tool: PlotTool; readonly taskIndex: number } | null>(null);
  const tool = held?.taskIndex === taskIndex ? held.tool : null;
  useEffect(() => {
    if (tool === null) return undefined;
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setHeld(null);
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [tool]);
  const take = (next: PlotTool | null) => setHeld(next === null ? null : { tool: next, taskIndex });
  return [tool, take] as const;
}

interface TaskPlotProps {
  /** Where the sentence under the plot stands elsewhere. */
  readonly withoutCaption?: boolean;
}

export function TaskPlot({ withoutCaption = false }: TaskPlotProps) {
  const { t } = useTranslation();
  const section = useRef<HTMLElement>(null);
  const { truth, knowledge, shaded, yDomain, support, query } = useScene();
  const [tool, takeTool] = usePlotTool();
  const isDrawing = tool === 'draw';
  // Who draws sees what the stroke will change.
  const isTargetShown = isCurveKnown(knowledge) || isDrawing;
  const curveName = useCurveName();
  const editing = useEditing(tool);
  // Who is shown, not with which weights: a run has new ones many times a second.
  const shown = usePlayground(
    useShallow((state) => shownEntrants(state.contestants, state.hidden, state.settings).map(({ id }) => id)),
  );
  const trajectories = usePlayground((state) => state.trajectories);
  const opening = usePlayground(openingCurves);
  const step = usePlayground((state) => state.step);
  const nameOf = useContestantName();
  useUndoKeys();

  const curves = useMemo(() => {
    if (opening.length > 0) {
      return CONTESTANT_IDS.flatMap((id): (PlotCurve & { name: string })[] => {
        const [start, now] = openingOf(opening, id)?.states ?? [];
        if (start === undefined || now === undefined) return [];
        const look = { color: contestantColor(id), dash: contestantDash(id) };
        return [{ id, name: nameOf(id), ...look, y: now, ghosts: [start], band: null }];
      });
    }
    return shown.flatMap((id): (PlotCurve & { name: string })[] => {
      const { predictions = [], deviations } = trajectories[id] ?? {};
      const at = Math.min(step, predictions.length - 1);
      const now = predictions[at];
      if (now === undefined) return [];
      const ghosts = shown.length > MOST_WITH_GHOSTS ? [] : predictions.slice(0, step);
      const look = { color: contestantColor(id), dash: contestantDash(id) };
      return [{ id, name: nameOf(id), ...look, y: now, ghosts, band: bandOf(now, deviations?.[at]) }];
    });
  }, [opening, shown, trajectories, step, nameOf]);

  const labels = useMemo(() => (isDrawing ? [] : curveLabels(curves, step, t)), [curves, step, t, isDrawing]);

  const pointWords = useMemo(() => {
    const coordinates = ({ x, y }: PlotPoint) => `(${shortly(x)}, ${shortly(y)})`;
    return {
      coordinates,
      label: (index: number, { x, y }: PlotPoint) =>
        t('points.label', { number: index + 1, of: support.length, x: shortly(x), y: shortly(y) }),
      help: [t('points.help'), ...(isOfOwnPoints(knowledge) ? [t('points.helpOwn')] : [])].join(
        t('between.sentences'),
      ),
    };
  }, [t, support.length, knowledge]);

  const cursorWords = useMemo(() => {
    const linesAt = (at: number) => curves.map((curve) => ({ ...curve, value: curve.y[at] ?? Number.NaN }));
    return {
      label: isDrawing ? t('readout.shape') : t('readout.label'),
      text: (at: number) => {
        const values = linesAt(at).map(({ name, value }) =>
          t('caption.entry', { name, value: formatNumber(value) ?? '∞' }),
        );
        const all = [
          ...(isTargetShown ? [t('caption.entry', { name: curveName, value: shortly(truth[at] ?? 0) })] : []),
          ...values,
        ];
        return `x = ${shortly(PLOT_GRID[at] ?? 0)}: ${all.join(t('caption.separator'))}`;
      },
      content: (at: number) =>
        readoutOf({
          x: PLOT_GRID[at] ?? 0,
          truth: isTargetShown ? { name: curveName, value: truth[at] ?? 0 } : null,
          lines: linesAt(at),
        }),
    };
  }, [t, curves, truth, isDrawing, isTargetShown, curveName]);

  // Other families' formulas are too long to leave it room.
  const isOfPublished = useIsPublished();
  const hasGhosts = curves.some(({ ghosts }) => ghosts.length > 0);
  return (
    <section className="task-plot" data-tour="plot" ref={section} aria-label={t('panels.plot')}>
      <div className="plot-head">
        <div className="plot-legend">
          <ContestantChips />
        </div>
        <TaskTools tool={tool} onTake={takeTool} />
        <EditHistory />
      </div>
      <p className="visually-hidden" role="status">
        {tool === null ? '' : t(`tools.inHand.${tool}`)}
      </p>
      <div className="plot-stage">
        <div className="plot-key">
          {isTargetShown ? (
            <>
              <span className="legend-target">{curveName}</span>
              <TaskFormula />
            </>
          ) : null}
          {knowledge === 'measured' ? <TaskFormula /> : null}
          <span className="legend-filled">{t('plot.support')}</span>
          {query.length > 0 ? (
            <span className="legend-hollow">
              {t(knowledge === 'heldOut' ? 'plot.heldOut' : 'plot.query')}
            </span>
          ) : null}
          {hasGhosts && knowledge === 'true' && isOfPublished ? (
            <span className="legend-faint">{t('plot.faint')}</span>
          ) : null}
        </div>
        <FunctionPlot
          label={t('plot.label', { count: step })}
          gridX={PLOT_GRID}
          xDomain={X_DOMAIN}
          yDomain={yDomain}
          target={truth}
          isTargetShown={isTargetShown}
          curves={curves}
          labels={labels}
          filledPoints={support}
          hollowPoints={query}
          shaded={shaded}
          editing={editing}
          pointWords={pointWords}
          cursorWords={cursorWords}
        >
          {tool === null ? OUTSIDE : IN_HAND[tool]}
        </FunctionPlot>
      </div>
      <Suspense>
        <PlotMenu figure={section} hasQuery={query.length > 0} hasGhosts={hasGhosts} />
      </Suspense>
      {withoutCaption ? null : <Caption />}
    </section>
  );
}
