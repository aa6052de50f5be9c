/** Where an initialisation errs, over two numbers of its tasks; a cell opens a task of its own on the plot. */
import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { type CellAxes, type CellPlace, cellPlace, GRID_SIZES } from '#families/error-grid.ts';
import type { Quantity } from '#families/curve/curve.ts';
import { errorCellsOf } from '#families/error-maps.ts';
import { curveFamilyOf } from '#families/family-of.ts';
import { curveOf, type ShownTask } from '#families/shown-task.ts';
import type { Settings } from '#training/settings.ts';
import { hasDiverged } from '#training/metrics.ts';
import { ChartMenu } from '#charts/chart-menu.tsx';
import { HeatLegend, HeatMap } from '#charts/heat-map.tsx';
import { CONTESTANT_IDS, type ContestantId, entrantOf } from '#store/contestants/contestants.ts';
import { DRAWS_PER_CELL, type ErrorMap, mappedContestants } from '#store/compare/error-map-slice.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { formatBriefly } from '#ui/format.ts';
import { Segmented } from '#ui/segmented.tsx';
import { nameWith } from '../figure-name.ts';
import { type CellValue, cellValues, mapColours } from './map-colours.ts';
import { RunButton } from './run-button.tsx';
import { StaleNote } from './stale-note.tsx';
import { useAlphaText } from '../setting-words.ts';

const NOBODY = 'nobody';

function useMapped() {
  const errorMapView = usePlayground((state) => state.errorMapView);
  const contestants = usePlayground((state) => state.contestants);
  const shipped = usePlayground((state) => state.shipped);
  const hidden = usePlayground((state) => state.hidden);
  const settings = usePlayground((state) => state.settings);
  const present = CONTESTANT_IDS.filter(
    (id) => entrantOf(id, contestants, settings) !== null || shipped[id] !== undefined,
  );
  return { ...mappedContestants({ errorMapView, contestants, shipped, hidden, settings }), present };
}

function Choices() {
  const { t } = useTranslation();
  const view = usePlayground((state) => state.errorMapView);
  const setView = usePlayground((state) => state.setErrorMapView);
  const { of, minus, present } = useMapped();
  const nameOf = (id: ContestantId) => ({ value: id, label: t(`contestant.${id}`) });
  return (
    <>
      <ChoiceField
        label={t('map.of')}
        value={of ?? 'random'}
        options={present.map(nameOf)}
        onChange={(id) => setView({ of: id })}
      />
      <ChoiceField
        label={t('map.minus')}
        value={minus ?? NOBODY}
        options={[
          { value: NOBODY, label: t('map.nobody') },
          ...present.filter((id) => id !== of).map(nameOf),
        ]}
        onChange={(id) => setView({ minus: id === NOBODY ? null : id })}
      />
      <div className="chart-options">
        <Segmented
          label={t('map.size')}
          value={String(view.size)}
          options={GRID_SIZES.map((size) => ({ value: String(size), text: `${size} × ${size}` }))}
          onChange={(value) => {
            const size = GRID_SIZES.find((candidate) => String(candidate) === value);
            if (size !== undefined) setView({ size });
          }}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={view.isBeyond}
            onChange={(event) => setView({ isBeyond: event.target.checked })}
          />
          {t('map.beyond')}
        </label>
      </div>
    </>
  );
}

/** What stands beside an axis. */
function useAxisName(): (quantity: Quantity | undefined) => string {
  const { t } = useTranslation();
  return (quantity) => {
    if (quantity === undefined) return '';
    const { id, symbol } = quantity;
    return id === 'amplitude' || id === 'phase' ? t(`map.${id}`) : t('map.letter', { letter: symbol });
  };
}

/** Where the shown task lies on a map of these settings; `null` where it is no curve of theirs. */
function placeOf(task: ShownTask, settings: Settings, axes: CellAxes | null): CellPlace | null {
  const curves = curveFamilyOf(settings)?.curves;
  const curve = curveOf(task);
  const isTheirs =
    task.family === settings.family && curve !== null && curves?.isOf?.(curve, settings) !== false;
  if (curves === undefined || curve === null || axes === null || !isTheirs) return null;
  const ids = curves.quantities(settings).map(({ id }) => id);
  const values = curves.valuesOf(curve);
  const valueOf = ({ id }: Quantity) => values[ids.indexOf(id)] ?? Number.NaN;
  return { x: valueOf(axes.x), y: valueOf(axes.y) };
}

/** Before there is a map. */
function Empty() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const axes = errorCellsOf(settings)?.axes(settings) ?? null;
  return (
    <p className="lead">{axes === null ? '' : t('map.empty', { up: axes.y.symbol, right: axes.x.symbol })}</p>
  );
}

interface DrawnProps {
  readonly map: ErrorMap;
  readonly of: ContestantId;
  readonly minus: ContestantId | null;
}

function Drawn({ map, of, minus }: DrawnProps) {
  const { t } = useTranslation();
  const alphaText = useAlphaText();
  const { grid, training, settings, layers } = map;
  const step = usePlayground((state) => Math.min(state.step, settings.innerSteps));
  const openCurve = usePlayground((state) => state.openCurve);
  const family = errorCellsOf(settings);
  const axes = useMemo(() => family?.axes(settings) ?? null, [family, settings]);
  const nameOf = useAxisName();
  const marker = usePlayground(useShallow(({ task }) => placeOf(task, settings, axes)));
  const threshold = family?.worstLoss(settings, grid) ?? Infinity;
  const values = useMemo(() => cellValues(map, of, minus, step), [map, of, minus, step]);
  // One scale for all steps: who walks through them sees the errors fall.
  const colours = useMemo(() => {
    const steps = Array.from({ length: settings.innerSteps + 1 }, (_, at) => cellValues(map, of, minus, at));
    return mapColours(steps.flat(), minus !== null, threshold);
  }, [map, of, minus, settings, threshold]);
  const cells = useMemo(() => {
    const number = (value: number) =>
      hasDiverged(value, threshold) ? t('table.diverged') : (formatBriefly(value) ?? t('table.diverged'));
    const valueText = (value: CellValue | null) => {
      if (value === null) return t('map.unknown');
      const { first, second } = value;
      if (second === null || minus === null) return t('map.error', { error: number(first) });
      const told = {
        first: t(`contestant.${of}`),
        second: t(`contestant.${minus}`),
        one: number(first),
        other: number(second),
      };
      return hasDiverged(first, threshold) || hasDiverged(second, threshold)
        ? t('map.both', told)
        : t('map.difference', { ...told, difference: signed(first - second) });
    };
    return values.map((value, cell) => {
      const { x, y } = cellPlace(grid, cell);
      const color = value === null ? null : colours.colorOf(value);
      return {
        color,
        isBroken: value !== null && color === null,
        text: t('map.cell', {
          up: axes?.y.symbol,
          right: axes?.x.symbol,
          amplitude: y.toFixed(2),
          phase: x.toFixed(2),
          value: valueText(value),
        }),
      };
    });
  }, [values, colours, grid, axes, of, minus, threshold, t]);
  const pick = useCallback(
    (cell: number) => {
      if (family !== null) openCurve(family.curveAt(settings, cellPlace(grid, cell)));
    },
    [grid, settings, openCurve, family],
  );
  const name = t(`contestant.${of}`);
  const title =
    minus === null
      ? t('map.title', { name, step })
      : t('map.titleDifference', { name, other: t(`contestant.${minus}`), step });
  const endText = (position: number, value: number) => {
    const atEnd = colours.isCut && (position === 0 || position === 1);
    return `${atEnd ? (position === 0 ? '≤ ' : '≥ ') : ''}${signed(value)}`;
  };
  const figure = useRef<HTMLDivElement>(null);
  const table = () => ({
    columns: [
      axes?.y.symbol ?? '',
      axes?.x.symbol ?? '',
      name,
      ...(minus === null ? [] : [t(`contestant.${minus}`)]),
    ],
    rows: values.map((value, cell) => {
      const { x, y } = cellPlace(grid, cell);
      return [y, x, value?.first, ...(minus === null ? [] : [value?.second])];
    }),
  });
  const layerList = [layers[of], minus === null ? undefined : layers[minus]].filter(
    (layer) => layer !== undefined,
  );
  return (
    <>
      <StaleNote settings={settings} weights={layerList} pictures={null} />
      <div className="map-head">
        <p className="map-title">{title}</p>
        <ChartMenu
          figure={figure}
          name={nameWith(settings, `error-map-step${step}`)}
          words={() => ({ title })}
          table={table}
        />
      </div>
      <div ref={figure}>
        <HeatMap
          label={axes === null ? '' : t('map.label', { up: axes.y.symbol, right: axes.x.symbol })}
          size={grid.size}
          cells={cells}
          x={{ name: nameOf(axes?.x), ...grid.x }}
          y={{ name: nameOf(axes?.y), ...grid.y }}
          outline={
            grid.y.to > training.y.to || grid.x.to > training.x.to
              ? {
                  x: [training.x.from, training.x.to],
                  y: [training.y.from, training.y.to],
                }
              : null
          }
          marker={marker}
          hint={t('map.hint')}
          onPick={pick}
        />
      </div>
      <HeatLegend
        colorAt={colours.colorAt}
        label={
          minus === null
            ? t('map.legend')
            : t('map.legendDifference', { name, other: t(`contestant.${minus}`) })
        }
        ticks={colours.ticks.map(({ position, value }) => ({
          position,
          text: minus === null ? (formatBriefly(value) ?? '') : endText(position, value),
        }))}
      />
      <p className="note">
        {t('map.settings', {
          draws: DRAWS_PER_CELL,
          shots: settings.shots,
          alpha: alphaText(settings, settings.alpha),
          seed: settings.seed,
        })}
      </p>
    </>
  );
}

/** With a sign of its own, which a minus from the keyboard would be too short for. */
function signed(value: number): string {
  const size = formatBriefly(Math.abs(value)) ?? '';
  if (value === 0) return '0';
  return value < 0 ? `−${size}` : `+${size}`;
}

export function ErrorMapSection() {
  const { t } = useTranslation();
  const map = usePlayground((state) => state.errorMap);
  const mapping = usePlayground((state) => state.mapping);
  const draw = usePlayground((state) => state.drawErrorMap);
  const stop = usePlayground((state) => state.stopErrorMap);
  const { of, minus } = useMapped();
  return (
    <div className="panel error-map">
      <Choices />
      <RunButton
        start={map === null ? t('map.draw') : t('map.again')}
        progress={mapping}
        progressLabel={t('map.progress')}
        disabled={of === null}
        onStart={() => void draw()}
        onStop={stop}
      />
      {map === null || of === null ? <Empty /> : <Drawn map={map} of={of} minus={minus} />}
    </div>
  );
}
