/** What a network makes of the shown pictures before its head decides: its features, and the filters it looks through first. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CellMap } from '#charts/cell-map.tsx';
import { type CloudPoint, PointCloud, reachOf } from '#charts/point-cloud.tsx';
import { featureCount, MOST_FEATURES } from '#models/features.ts';
import { hasFewFeatures } from '#store/inside/features-work.ts';
import type { SeenFeatures } from '#store/inside/seen-slice.ts';
import { lookedInto } from '#store/inside/inside-slice.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatPercent } from '#ui/format.ts';
import { letterOf } from '../class-letter.ts';
import { largestSize } from './changes.ts';
import { Figure } from './figure.tsx';
import { type FilterSheet, filterSheet } from './filter-sheet.ts';
import { useOpen } from './use-open.ts';

/** Support points, which stand first, and query points by the letters of their classes. */
function cloudOf(places: Float32Array, { ways, perClass, support }: SeenFeatures['task']): CloudPoint[] {
  return Array.from({ length: places.length / 2 }, (_, point) => {
    const isSupport = point < support.count;
    const [at, each] = isSupport ? [point, perClass.shots] : [point - support.count, perClass.queryPoints];
    return {
      x: places[2 * point] ?? Number.NaN,
      y: places[2 * point + 1] ?? Number.NaN,
      letter: letterOf(Math.min(ways - 1, Math.floor(at / each))),
      isMarked: isSupport,
    };
  });
}

function Clouds({ seen }: { readonly seen: SeenFeatures }) {
  const { t } = useTranslation();
  const { task, before, after, shares, steps } = seen;
  const clouds = useMemo(
    () => [before, ...(after === null ? [] : [after])].map(({ places }) => cloudOf(places, task)),
    [before, after, task],
  );
  const reach = reachOf(clouds.flat());
  const drawings = task.support.count + task.query.count;
  // The mean over all ways to deal the classes: (N − 1) degrees of freedom, of which so many lie between them.
  const chance = formatPercent((task.ways - 1) / (drawings - 1));
  const percent = ({ betweenClasses }: { betweenClasses: number }) => formatPercent(betweenClasses);
  const inPlane = formatPercent(shares.reduce((sum, share) => sum + share, 0));
  return (
    <>
      <div className="inside-pair">
        {clouds.map((points, index) => {
          const title =
            index === 0 ? t('inside.features.before') : t('inside.features.after', { count: steps });
          return (
            <Figure
              key={title}
              title={title}
              name={index === 0 ? 'features-before' : 'features-after'}
              table={() => ({
                columns: ['x', 'y', 'class', 'role'],
                rows: points.map(({ x, y, letter, isMarked }) => [
                  x,
                  y,
                  letter,
                  isMarked === true ? 'support' : 'query',
                ]),
              })}
            >
              <PointCloud
                label={t('inside.features.label', { title, count: points.length })}
                points={points}
                reach={reach}
              />
            </Figure>
          );
        })}
      </div>
      {after === null ? (
        <p>{t('inside.features.blownUp')}</p>
      ) : (
        <>
          <p className="note">{t('inside.features.key', { inPlane })}</p>
          <p data-testid="between-classes">
            {t('inside.features.between', {
              count: steps,
              before: percent(before),
              after: percent(after),
              chance,
            })}
          </p>
        </>
      )}
    </>
  );
}

function Sheet({
  sheet,
  limit,
  title,
}: {
  readonly sheet: FilterSheet;
  readonly limit: number;
  readonly title: string;
}) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <div className="filter-sheet" style={{ aspectRatio: `${sheet.columns} / ${sheet.rows}` }}>
        <CellMap values={sheet.values} rows={sheet.rows} columns={sheet.columns} limit={limit} />
      </div>
    </figure>
  );
}

function Filters({ seen }: { readonly seen: SeenFeatures }) {
  const { t } = useTranslation();
  const { contestant, adapted, steps } = seen;
  const sheets = useMemo(() => {
    const { architecture, parameters } = contestant.network;
    const before = filterSheet(architecture, parameters);
    const after = filterSheet(architecture, adapted);
    const change = after.values.map((value, cell) => value - (before.values[cell] ?? Number.NaN));
    return { before, after, change: { ...before, values: change } };
  }, [contestant, adapted]);
  const limit = largestSize(sheets.before.values, sheets.after.values);
  const changeLimit = largestSize(sheets.change.values);
  return (
    <>
      <h3>{t('inside.features.filters', { count: sheets.before.count })}</h3>
      <div className="filter-sheets">
        <Sheet sheet={sheets.before} limit={limit} title={t('inside.parameters.before')} />
        <Sheet sheet={sheets.after} limit={limit} title={t('inside.parameters.after', { step: steps })} />
        <Sheet sheet={sheets.change} limit={changeLimit} title={t('inside.parameters.change')} />
      </div>
      <p className="note">
        {t('inside.features.scale', {
          limit: formatBriefly(limit),
          changeLimit: formatBriefly(changeLimit),
        })}
      </p>
    </>
  );
}

export function FeaturesView() {
  const { t } = useTranslation();
  useOpen('features');
  const seen = usePlayground((state) => state.seenFeatures);
  const contestant = usePlayground(lookedInto);
  if (contestant !== null && !hasFewFeatures(contestant)) {
    const found = featureCount(contestant.network);
    return <p className="note">{t('inside.features.tooMany', { found, most: MOST_FEATURES })}</p>;
  }
  if (seen === null) return <p className="note">{t('inside.waiting')}</p>;
  return (
    <>
      <p className="note">{t('inside.features.lead', { count: featureCount(seen.contestant.network) })}</p>
      <Clouds seen={seen} />
      <Filters seen={seen} />
    </>
  );
}
