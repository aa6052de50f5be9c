/** The contexts of many tasks in the plane in which they differ most: what of a task the context has come to hold. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sequentialColor } from '#charts/colour-ramp.ts';
import { HeatLegend } from '#charts/heat-map.tsx';
import { PointCloud, reachOf } from '#charts/point-cloud.tsx';
import type { Quantity } from '#families/curve/curve.ts';
import { expectCurves } from '#families/family-of.ts';
import { CONTEXT_TASKS } from '#store/inside/contexts-work.ts';
import type { SeenContexts } from '#store/inside/seen-slice.ts';
import { usePlayground } from '#store/react.ts';
import type { Settings } from '#training/settings.ts';
import { formatBriefly, formatPercent } from '#ui/format.ts';
import { Segmented } from '#ui/segmented.tsx';
import { Figure } from './figure.tsx';
import { useOpen } from './use-open.ts';

/** What its points may be coloured by: the numbers by which the tasks of these settings differ. */
function useQuantities(settings: Settings): readonly Quantity[] {
  return useMemo(
    () =>
      expectCurves(settings)
        .curves.quantities(settings)
        .filter(({ range }) => range.from < range.to),
    [settings],
  );
}

/** What a number is called. */
function useQuantityName(): (quantity: Quantity) => string {
  const { t } = useTranslation();
  return ({ id, symbol }) => (id === 'amplitude' || id === 'phase' ? t(`inside.contexts.${id}`) : symbol);
}

interface CloudProps {
  readonly seen: SeenContexts;
  readonly of: Quantity;
}

function Cloud({ seen, of }: CloudProps) {
  const { t } = useTranslation();
  const { places, curves, settings, shares, shots, steps } = seen;
  const nameOf = useQuantityName();
  const quantities = useQuantities(settings);
  const table = useMemo(() => {
    const family = expectCurves(settings).curves;
    const ids = family.quantities(settings).map(({ id }) => id);
    const shown = quantities.map(({ id }) => ids.indexOf(id));
    return curves.map((curve) => {
      const values = family.valuesOf(curve);
      return shown.map((at) => values[at] ?? Number.NaN);
    });
  }, [curves, settings, quantities]);
  const column = quantities.findIndex(({ id }) => id === of.id);
  const values = useMemo(() => table.map((row) => row[column] ?? Number.NaN), [table, column]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const points = useMemo(
    () =>
      values.map((value, task) => ({
        x: places[2 * task] ?? Number.NaN,
        y: places[2 * task + 1] ?? Number.NaN,
        color: sequentialColor(most > least ? (value - least) / (most - least) : 0),
      })),
    [values, places, least, most],
  );
  const name = nameOf(of);
  const broken = points.filter(({ x }) => !Number.isFinite(x)).length;
  const [across = 0, up = 0] = shares;
  return (
    <>
      <Figure
        title={t('inside.contexts.title', { name })}
        name="contexts"
        table={() => ({
          columns: ['x', 'y', ...quantities.map(({ id }) => id)],
          rows: points.map(({ x, y }, task) => [x, y, ...(table[task] ?? [])]),
        })}
      >
        <PointCloud
          label={t('inside.contexts.label', { count: points.length, name })}
          points={points}
          reach={reachOf(points)}
        />
      </Figure>
      <HeatLegend
        colorAt={sequentialColor}
        label={name}
        ticks={[
          { position: 0, text: formatBriefly(least) ?? '' },
          { position: 1, text: formatBriefly(most) ?? '' },
        ]}
      />
      <p className="note">
        {t('inside.contexts.key', {
          tasks: points.length,
          shots,
          count: steps,
          across: formatPercent(across),
          up: formatPercent(up),
        })}
        {broken === 0 ? null : ` ${t('inside.contexts.broken', { count: broken })}`}
      </p>
    </>
  );
}

export function ContextsView() {
  const { t } = useTranslation();
  useOpen('contexts');
  const settings = usePlayground((state) => state.settings);
  const seen = usePlayground((state) => state.seenContexts);
  const quantities = useQuantities(settings);
  const nameOf = useQuantityName();
  const [chosen, setChosen] = useState('');
  const of = quantities.find(({ id }) => id === chosen) ?? quantities[0];
  return (
    <>
      <p className="note">{t('inside.contexts.lead', { tasks: CONTEXT_TASKS })}</p>
      <Segmented
        label={t('inside.contexts.colour')}
        value={of?.id ?? ''}
        options={quantities.map((quantity) => ({ value: quantity.id, text: nameOf(quantity) }))}
        onChange={setChosen}
      />
      {seen === null || of === undefined ? (
        <p className="note">{t('inside.waiting')}</p>
      ) : (
        <Cloud seen={seen} of={of} />
      )}
    </>
  );
}
