/** The network as columns of units: what each puts out, how far it has moved, and what comes into the chosen one. */
import { type KeyboardEvent, type MouseEvent, useId } from 'react';
import { cellColors } from '#charts/cell-map.tsx';
import { nearestUnit, type NetworkLayout, type Point, RADIUS, unitByKey } from './network-layout.ts';
import { type Product, sharesOfLargest, type UnitPlace } from './network-pass.ts';

export interface NetworkDrawingProps {
  readonly layout: NetworkLayout;
  /** Outputs of the units, column by column. */
  readonly outputs: readonly Float64Array[];
  /** How far the weights into each unit have moved, column by column; none of the inputs. */
  readonly moved: readonly (readonly number[])[];
  readonly chosen: UnitPlace;
  /** What comes into the chosen unit. */
  readonly products: readonly Product[];
  /** Over the columns. */
  readonly heads: readonly string[];
  readonly label: string;
  readonly nameOf: (unit: UnitPlace) => string;
  readonly onChoose: (unit: UnitPlace) => void;
}

/** As CSS, each of its own strength: of the largest value the full colour. */
function colours(values: ArrayLike<number>): string[] {
  const cells = Float32Array.from(values);
  const limit = cells.reduce(
    (most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0),
    0,
  );
  const bytes = cellColors(cells, limit);
  return Array.from(cells, (_, index) => {
    const [red = 0, green = 0, blue = 0, strength = 0] = bytes.subarray(4 * index, 4 * index + 4);
    return `rgb(${red} ${green} ${blue} / ${(strength / 255).toFixed(3)})`;
  });
}

function Edges({ layout, chosen, products }: NetworkDrawingProps) {
  const to = layout.columns[chosen.column]?.[chosen.unit];
  const from = layout.columns[chosen.column - 1];
  if (to === undefined || from === undefined) return null;
  const strokes = colours(products.map(({ product }) => product));
  const [widths = []] = sharesOfLargest([products.map(({ product }) => Math.abs(product))]);
  return (
    <g className="network-edges">
      {products.map((product, index) => {
        const start = from[product.from];
        return start === undefined ? null : (
          <line
            key={product.from}
            x1={start.x}
            y1={start.y}
            x2={to.x}
            y2={to.y}
            stroke={strokes[index]}
            strokeWidth={0.4 + 2 * (widths[index] ?? 0)}
          />
        );
      })}
    </g>
  );
}

interface ColumnProps {
  readonly props: NetworkDrawingProps;
  readonly column: number;
  /** How thick the ring of each unit is, 0 to 1. */
  readonly rings: readonly number[];
}

function Column({ props, column, rings }: ColumnProps) {
  const { layout, outputs } = props;
  const fills = colours(outputs[column] ?? []);
  return (layout.columns[column] ?? []).map(({ x, y }, unit) => (
    <g key={`${x} ${y}`}>
      <circle className="network-ground" cx={x} cy={y} r={RADIUS} />
      <circle
        className="network-unit"
        cx={x}
        cy={y}
        r={RADIUS}
        fill={fills[unit]}
        strokeWidth={0.5 + 2 * (rings[unit] ?? 0)}
      />
    </g>
  ));
}

export function NetworkDrawing(props: NetworkDrawingProps) {
  const id = useId();
  const { layout, chosen, heads, label, nameOf, onChoose } = props;
  const { width, height, columns } = layout;
  const optionOf = ({ column, unit }: UnitPlace) => `${id}-${column}-${unit}`;
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
  const press = (event: KeyboardEvent) => {
    const next = unitByKey(layout, chosen, event.key);
    if (next === null) return;
    event.preventDefault();
    // The page's own arrow keys go through the inner steps.
    event.stopPropagation();
    onChoose(next);
  };
  // On a click, since a finger that scrolls the panel begins with a press as well.
  const point = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at: Point = {
      x: ((event.clientX - box.left) / box.width) * width,
      y: ((event.clientY - box.top) / box.height) * height,
    };
    onChoose(nearestUnit(layout, at));
  };
  const rings = sharesOfLargest(props.moved);
  const ring = columns[chosen.column]?.[chosen.unit];
  return (
    <div className="network-drawing">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <Edges {...props} />
        {columns.map((points, column) => (
          <g key={heads[column]}>
            <text x={((points[0]?.x ?? 0) + (points.at(-1)?.x ?? 0)) / 2} y="11">
              {heads[column]}
            </text>
            <Column props={props} column={column} rings={rings[column] ?? []} />
          </g>
        ))}
        {ring === undefined ? null : (
          <circle className="network-chosen" cx={ring.x} cy={ring.y} r={RADIUS + 2.5} />
        )}
      </svg>
      <div
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={optionOf(chosen)}
        onKeyDown={press}
        onClick={point}
      >
        {columns.map((points, column) =>
          points.map(({ x, y }, unit) => (
            <span
              key={`${x} ${y}`}
              id={optionOf({ column, unit })}
              role="option"
              aria-selected={column === chosen.column && unit === chosen.unit}
              aria-label={nameOf({ column, unit })}
              style={{
                left: share(x - RADIUS, width),
                top: share(y - RADIUS, height),
                width: share(2 * RADIUS, width),
                height: share(2 * RADIUS, height),
              }}
            />
          )),
        )}
      </div>
    </div>
  );
}
