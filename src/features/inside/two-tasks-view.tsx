/** One θ between two tasks: each task's loss as contours, and the updates of four algorithms from where θ is dragged to. */
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { contourLevels } from '#charts/contour-levels.ts';
import type { GridPlace } from '#charts/map-space.ts';
import { PullPlot } from '#charts/pull-plot.tsx';
import { MAP_SIZE } from '#store/inside/map-grid.ts';
import { HOME, type TwoTasks } from '#store/inside/two-tasks-slice.ts';
import { usePlayground } from '#store/react.ts';
import { isOfOwnPoints } from '#families/curve/shown-curve.ts';
import { formatBriefly, formatPercent, formatSetting } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { useFormulaOf } from '../curve-formula.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { formatAngle } from './angles.ts';
import { Figure } from './figure.tsx';
import { extent, nearestNode, placeOf } from './map-places.ts';
import { useOpen } from './use-open.ts';

/** The two tasks by their letters: the first has solid lines, the second dashed ones. */
const LETTERS = ['A', 'B'] as const;
const DASHES = [null, '5 4'] as const;

/** What each task is called: its curve, where there is one, else its place. */
function useTaskNames({ tasks, later }: TwoTasks): readonly string[] {
  const { t } = useTranslation();
  const formulaOf = useFormulaOf();
  return tasks.map((task, place) => {
    if (task.view === 'pictures') {
      return place === 0 ? t('inside.twoTasks.shownTask') : t('inside.twoTasks.laterTask', { count: later });
    }
    return isOfOwnPoints(task.knowledge) ? t('inside.twoTasks.ownPoints') : formulaOf(task);
  });
}

function Plane({ twoTasks }: { readonly twoTasks: TwoTasks }) {
  const { t } = useTranslation();
  const readoutId = useId();
  const names = useTaskNames(twoTasks);
  const { grid, losses } = twoTasks;
  const at = usePlayground((state) => state.thetaAt);
  const pull = usePlayground((state) => state.pull);
  const dragTheta = usePlayground((state) => state.dragTheta);
  const levels = useMemo(() => losses.map((values) => contourLevels(...extent([values]))), [losses]);
  const place = placeOf(grid, at);
  const node = nearestNode(place);
  const index = node.row * MAP_SIZE + node.column;
  const fromGrid = ({ column, row }: GridPlace) => ({
    x: grid.left + Math.max(0, Math.min(MAP_SIZE - 1, column)) * grid.spacing,
    y: grid.bottom + Math.max(0, Math.min(MAP_SIZE - 1, row)) * grid.spacing,
  });
  const maps = losses.map((values, task) => {
    const end = pull?.ends[task];
    const isThere = end !== undefined && Number.isFinite(end.x) && Number.isFinite(end.y);
    return {
      id: LETTERS[task] ?? '',
      values,
      levels: levels[task] ?? [],
      dash: DASHES[task] ?? null,
      end: isThere ? placeOf(grid, end) : null,
    };
  });
  const arrows = (pull?.arrows ?? [])
    .filter(({ across, up }) => Number.isFinite(across) && Number.isFinite(up))
    .map(({ algorithm, across, up }) => ({
      id: algorithm,
      color: contestantColor(algorithm),
      dash: contestantDash(algorithm),
      across,
      up,
    }));
  const move = (by: GridPlace | null) =>
    dragTheta(by === null ? HOME : fromGrid({ column: place.column + by.column, row: place.row + by.row }));
  return (
    <>
      <Figure
        title={t('inside.twoTasks.title')}
        legend={arrows.map(({ id, color, dash }) => ({
          name: t(`contestant.${id}`),
          mark: { kind: 'line', color, dash },
        }))}
        name="two-tasks"
        table={() => ({
          columns: ['x', 'y', ...names],
          rows: Array.from({ length: MAP_SIZE ** 2 }, (_, point) => {
            const { x, y } = fromGrid({ column: point % MAP_SIZE, row: Math.floor(point / MAP_SIZE) });
            return [x, y, losses[0][point] ?? Number.NaN, losses[1][point] ?? Number.NaN];
          }),
        })}
      >
        <PullPlot
          label={t('inside.twoTasks.label', { name: t(`contestant.${twoTasks.centre}`) })}
          describedBy={readoutId}
          size={MAP_SIZE}
          maps={maps}
          arrows={arrows}
          at={place}
          onDrag={(to) => dragTheta(fromGrid(to))}
          onMove={move}
        />
      </Figure>
      <ul className="inside-key">
        {names.map((name, task) => (
          <li key={LETTERS[task]}>
            <LineSample color="var(--ink)" dash={DASHES[task] ?? null} />
            <span>
              {LETTERS[task]}: <span className="formula">{name}</span>
            </span>
          </li>
        ))}
      </ul>
      <p id={readoutId} className="note inside-readout" aria-live="polite">
        {t('inside.twoTasks.here', {
          first: formatBriefly(losses[0][index] ?? Number.NaN) ?? t('compare.infinite'),
          second: formatBriefly(losses[1][index] ?? Number.NaN) ?? t('compare.infinite'),
        })}
      </p>
    </>
  );
}

function Arrows() {
  const { t } = useTranslation();
  const arrows = usePlayground((state) => state.pull?.arrows);
  const { trainingAlpha, trainingSteps } = usePlayground((state) => state.settings);
  if (arrows === undefined) return null;
  if (arrows.some(({ length }) => !Number.isFinite(length))) {
    const where = { alpha: formatSetting(trainingAlpha), steps: trainingSteps };
    return <p className="note stale">{t('inside.gauge.diverged', where)}</p>;
  }
  return (
    <table className="summary-table" data-testid="two-task-arrows">
      <caption>
        {t('inside.twoTasks.table', { alpha: formatSetting(trainingAlpha), steps: trainingSteps })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('inside.twoTasks.algorithm')}</th>
          <th scope="col">{t('inside.twoTasks.length')}</th>
          <th scope="col">{t('inside.twoTasks.inPlane')}</th>
          <th scope="col">{t('inside.twoTasks.angle')}</th>
        </tr>
      </thead>
      <tbody>
        {arrows.map(({ algorithm, length, across, up, angle }) => (
          <tr key={algorithm} data-arrow={algorithm}>
            <th scope="row">
              <LineSample color={contestantColor(algorithm)} dash={contestantDash(algorithm)} />
              {t(`contestant.${algorithm}`)}
            </th>
            <td>{formatBriefly(length)}</td>
            <td>{length === 0 ? '' : formatPercent(Math.hypot(across, up))}</td>
            <td>{formatAngle(angle)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function TwoTasksView() {
  const { t } = useTranslation();
  useOpen('twoTasks');
  const twoTasks = usePlayground((state) => state.twoTasks);
  const progress = usePlayground((state) => state.twoTasksProgress);
  const nextOtherTask = usePlayground((state) => state.nextOtherTask);
  const dragTheta = usePlayground((state) => state.dragTheta);
  return (
    <>
      <p className="note">{t('inside.twoTasks.lead')}</p>
      <div className="inside-row">
        <div className="button-row">
          <button type="button" onClick={nextOtherTask}>
            {t('inside.twoTasks.other')}
          </button>
          <button type="button" onClick={() => dragTheta(HOME)}>
            {t('inside.twoTasks.home')}
          </button>
        </div>
        {progress === null ? null : (
          <progress aria-label={t('inside.map.progress')} value={progress} max="1" />
        )}
      </div>
      {twoTasks === null ? (
        <p className="note">{t('inside.waiting')}</p>
      ) : (
        <>
          <Plane twoTasks={twoTasks} />
          <Arrows />
          <p className="note">{t('inside.twoTasks.honest')}</p>
        </>
      )}
    </>
  );
}
