/** The loss around θ: support and query loss as contours on one plane, with every shown contestant's path on it. */
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contourLevels } from '#charts/contour-levels.ts';
import { ContourPlot, shadeOf } from '#charts/contour-plot.tsx';
import type { GridPlace } from '#charts/map-space.ts';
import { MAP_SIZE } from '#store/inside/map-grid.ts';
import { type LossMap, MAP_AXES, MAP_ZOOMS, type MapPath } from '#store/inside/map-slice.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatNumber, formatTick } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { useRefusal } from '../number-refusal.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { Figure } from './figure.tsx';
import { extent, isOnMap, lossesAt, nearestNode, placeOf, stepAt } from './map-places.ts';
import { useOpen } from './use-open.ts';

const ZOOM_RANGE = { ...MAP_ZOOMS, step: 0.01, scale: 'logarithmic' } as const;
const SHOWN_MAPS = { both: ['support', 'query'], support: ['support'], query: ['query'] } as const;
type ShownMaps = keyof typeof SHOWN_MAPS;
/** More numbers would not fit under the scale. */
const MOST_TICKS = 6;

function Choices({ lossMap }: { readonly lossMap: LossMap | null }) {
  const { t } = useTranslation();
  const choice = usePlayground((state) => state.mapChoice);
  const setMap = usePlayground((state) => state.setMap);
  const refusal = useRefusal();
  const changeZoom = (zoom: number, typed: string) => {
    const { minimum, maximum } = MAP_ZOOMS;
    if (!(zoom >= minimum && zoom <= maximum)) {
      throw refusal(t('inside.map.zoom'), { minimum, maximum, whole: false }, typed);
    }
    setMap({ zoom });
  };
  const hasRandomAxis = lossMap !== null && lossMap.principal < 2;
  return (
    <>
      <Segmented
        label={t('inside.map.axes')}
        value={choice.axes}
        options={MAP_AXES.map((value) => ({ value, text: t(`inside.map.axesOf.${value}`) }))}
        onChange={(axes) => setMap({ axes })}
      />
      {lossMap === null ? null : (
        <p className="note">
          {t(
            `inside.map.axesText.${lossMap.choice.axes !== 'random' && lossMap.principal === 1 ? 'line' : lossMap.choice.axes}`,
            { name: t(`contestant.${lossMap.centre}`) },
          )}
        </p>
      )}
      {hasRandomAxis ? (
        <div className="button-row">
          <button type="button" onClick={() => setMap({ seed: choice.seed + 1 })}>
            {t('inside.map.reseed')}
          </button>
        </div>
      ) : null}
      <NumberField
        label={t('inside.map.zoom')}
        hint={t('inside.map.zoomHint')}
        value={choice.zoom}
        range={ZOOM_RANGE}
        onChange={changeZoom}
      />
    </>
  );
}

/** The step of a path that is shown: the last there is, where it has blown up before. */
function currentOf({ steps }: MapPath, step: number): number | null {
  return steps.length === 0 ? null : Math.min(step, steps.length - 1);
}

function Scale({ levels, lowest }: { readonly levels: readonly number[]; readonly lowest: number }) {
  const every = Math.ceil(levels.length / MOST_TICKS);
  return (
    <ol className="map-scale" aria-hidden="true">
      {[lowest, ...levels].map((level, index) => (
        <li key={level} style={{ background: shadeOf(index, levels.length) }}>
          {index > 0 && (index - 1) % every === 0 ? <span>{formatTick(level)}</span> : null}
        </li>
      ))}
    </ol>
  );
}

function Progress() {
  const { t } = useTranslation();
  const progress = usePlayground((state) => state.mapProgress);
  return progress === null ? null : (
    <progress aria-label={t('inside.map.progress')} value={progress} max="1" />
  );
}

function Maps({ lossMap }: { readonly lossMap: LossMap }) {
  const { t } = useTranslation();
  const readoutId = useId();
  const [wish, setShown] = useState<ShownMaps>('both');
  // Of points whose curve is unknown there are no query points.
  const isKnown = usePlayground((state) => state.task.knowledge !== 'unknown');
  const shown = isKnown ? wish : 'support';
  const [pointed, setPointed] = useState<GridPlace | null>(null);
  const step = usePlayground((state) => state.step);
  const { grid, paths, centre } = lossMap;
  const [levels, lowest] = useMemo(() => {
    const [least, greatest] = extent([lossMap.support, lossMap.query]);
    return [contourLevels(least, greatest), least] as const;
  }, [lossMap]);
  const tracks = useMemo(
    () =>
      paths.map((path) => ({
        id: path.id,
        color: contestantColor(path.id),
        dash: contestantDash(path.id),
        places: path.steps.map((at) => placeOf(grid, at)),
        current: currentOf(path, step),
      })),
    [paths, grid, step],
  );
  const legend = tracks.map(({ id, color, dash }) => ({
    name: t(`contestant.${id}`),
    mark: { kind: 'line' as const, color, dash },
  }));
  const name = t(`contestant.${centre}`);
  const loss = (value: number) => formatNumber(value) ?? t('compare.infinite');
  const home = nearestNode(placeOf(grid, { x: 0, y: 0 }));
  const cross = pointed === null ? null : nearestNode(pointed);
  const readout = () => {
    if (pointed === null || cross === null) return t('inside.map.hint');
    const found = stepAt(lossMap, pointed);
    if (found !== null) {
      return t('inside.map.step', {
        name: t(`contestant.${found.id}`),
        step: found.step,
        support: loss(found.supportLoss),
        query: loss(found.queryLoss),
        outside: formatBriefly(found.outside),
        distance: formatBriefly(found.distance),
      });
    }
    const { x, y, support, query } = lossesAt(lossMap, cross);
    return t('inside.map.point', {
      x: formatBriefly(x),
      y: formatBriefly(y),
      support: loss(support),
      query: loss(query),
    });
  };
  const table = () => ({
    columns: ['x', 'y', t('inside.map.support'), t('inside.map.query')],
    rows: Array.from({ length: MAP_SIZE ** 2 }, (_, index) => {
      const at = lossesAt(lossMap, { column: index % MAP_SIZE, row: Math.floor(index / MAP_SIZE) });
      return [at.x, at.y, at.support, at.query];
    }),
  });
  const move = (by: GridPlace | null) => {
    const from = cross ?? home;
    setPointed(
      by === null || cross === null
        ? home
        : nearestNode({ column: from.column + by.column, row: from.row + by.row }),
    );
  };
  return (
    <>
      <div className="inside-row">
        {isKnown ? (
          <Segmented<ShownMaps>
            label={t('inside.map.losses')}
            value={shown}
            options={[
              { value: 'both', text: t('inside.map.both') },
              { value: 'support', text: t('inside.map.supportShort') },
              { value: 'query', text: t('inside.map.queryShort') },
            ]}
            onChange={setShown}
          />
        ) : null}
        <Progress />
      </div>
      <div className={shown === 'both' ? 'inside-pair' : undefined}>
        {SHOWN_MAPS[shown].map((set) => (
          <Figure
            key={set}
            title={t(`inside.map.${set}`)}
            legend={legend}
            name={`${set}-loss-map`}
            table={table}
          >
            <ContourPlot
              label={t('inside.map.label', { what: t(`inside.map.${set}`), name })}
              describedBy={readoutId}
              values={lossMap[set]}
              size={MAP_SIZE}
              levels={levels}
              tracks={tracks}
              cross={cross}
              onPoint={setPointed}
              onMove={move}
            />
          </Figure>
        ))}
      </div>
      <Scale levels={levels} lowest={lowest} />
      <p id={readoutId} className="note inside-readout" aria-live="polite">
        {readout()}
      </p>
      <p className="note">{t('inside.map.scale', { width: formatNumber(grid.spacing * (MAP_SIZE - 1)) })}</p>
    </>
  );
}

function Steps({ lossMap }: { readonly lossMap: LossMap }) {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const { paths, apart, centre, grid } = lossMap;
  const names = (ids: readonly MapPath['id'][]) =>
    ids.map((id) => t(`contestant.${id}`)).join(t('caption.separator'));
  const loss = (value: number) => formatBriefly(value) ?? t('compare.infinite');
  const beyond = paths
    .filter(({ steps }) => steps.some((at) => !isOnMap(placeOf(grid, at))))
    .map(({ id }) => id);
  return (
    <>
      <table className="summary-table" data-testid="map-steps">
        <caption>{t('inside.map.table', { step })}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('inside.map.initialisation')}</span>
            </th>
            <th scope="col">{t('inside.map.supportShort')}</th>
            <th scope="col">{t('inside.map.queryShort')}</th>
            <th scope="col">{t('inside.map.outside')}</th>
          </tr>
        </thead>
        <tbody>
          {paths.map((path) => {
            const at = path.steps[step];
            return (
              <tr key={path.id} data-contestant={path.id}>
                <th scope="row">
                  <LineSample color={contestantColor(path.id)} dash={contestantDash(path.id)} />
                  {t(`contestant.${path.id}`)}
                </th>
                <td>{at === undefined ? '∞' : loss(at.supportLoss)}</td>
                <td>{at === undefined ? '∞' : loss(at.queryLoss)}</td>
                <td>
                  {at === undefined
                    ? ''
                    : t('inside.map.outsideOf', {
                        outside: formatBriefly(at.outside),
                        distance: formatBriefly(at.distance),
                      })}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {paths
        .filter(({ steps, stepCount }) => steps.length < stepCount)
        .map(({ id, steps }) => (
          <p key={id} className="note">
            {t('inside.map.blown', { name: t(`contestant.${id}`), step: steps.length })}
          </p>
        ))}
      {beyond.length === 0 ? null : <p className="note">{t('inside.map.beyond', { list: names(beyond) })}</p>}
      {apart.length === 0 ? null : <p className="note">{t('inside.map.apart', { list: names(apart) })}</p>}
      <p className="note">{t('inside.map.outsideText', { name: t(`contestant.${centre}`) })}</p>
    </>
  );
}

export function MapView() {
  const { t } = useTranslation();
  useOpen('map');
  const lossMap = usePlayground((state) => state.lossMap);
  return (
    <>
      <Choices lossMap={lossMap} />
      {lossMap === null ? (
        <div className="inside-row">
          <p className="note">{t('inside.waiting')}</p>
          <Progress />
        </div>
      ) : (
        <>
          <Maps lossMap={lossMap} />
          <Steps lossMap={lossMap} />
        </>
      )}
    </>
  );
}
