/** The contexts of many tasks in the plane in which they differ most: what of a task the context has come to hold. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sequentialColor } from '#charts/colour-ramp.ts';
import { HeatLegend } from '#charts/heat-map.tsx';
import { PointCloud, reachOf } from '#charts/point-cloud.tsx';
import type { FamilyCurve } from '#families/family-of.ts';
import { CONTEXT_TASKS } from '#store/inside/contexts-work.ts';
import type { SeenContexts } from '#store/inside/seen-slice.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatPercent } from '#ui/format.ts';
import { Segmented } from '#ui/segmented.tsx';
import { Figure } from './figure.tsx';
import { useOpen } from './use-open.ts';

const QUANTITIES = ['amplitude', 'phase'] as const satisfies readonly (keyof FamilyCurve)[];
type Quantity = (typeof QUANTITIES)[number];

function Cloud({ seen, of }: { readonly seen: SeenContexts; readonly of: Quantity }) {
  const { t } = useTranslation();
  const { places, curves, shares, shots, steps } = seen;
  const values = useMemo(() => curves.map((curve) => curve[of]), [curves, of]);
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
  const name = t(`inside.contexts.${of}`);
  const broken = points.filter(({ x }) => !Number.isFinite(x)).length;
  const [across = 0, up = 0] = shares;
  return (
    <>
      <Figure
        title={t('inside.contexts.title', { name })}
        name="contexts"
        table={() => ({
          columns: ['x', 'y', ...QUANTITIES],
          rows: points.map(({ x, y }, task) => [x, y, ...QUANTITIES.map((each) => curves[task]?.[each])]),
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
  const seen = usePlayground((state) => state.seenContexts);
  const [of, setOf] = useState<Quantity>('amplitude');
  return (
    <>
      <p className="note">{t('inside.contexts.lead', { tasks: CONTEXT_TASKS })}</p>
      <Segmented
        label={t('inside.contexts.colour')}
        value={of}
        options={QUANTITIES.map((value) => ({ value, text: t(`inside.contexts.${value}`) }))}
        onChange={setOf}
      />
      {seen === null ? <p className="note">{t('inside.waiting')}</p> : <Cloud seen={seen} of={of} />}
    </>
  );
}
