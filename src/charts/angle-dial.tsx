/** Two arrows from one point, at their true angle and in their true proportion, over half a circle of degrees. */
import { scaleLinear } from 'd3-scale';

export interface DialArrow {
  readonly color: string;
  readonly dash: string | null;
  /** Relative to the other. */
  readonly length: number;
}

interface AngleDialProps {
  readonly label: string;
  /** Of the second arrow, counter-clockwise from the first, in radians from 0 to π. */
  readonly angle: number;
  readonly first: DialArrow;
  readonly second: DialArrow;
}

const RADIUS = 120;
const ROOM = 24;
const HEAD = 11;

function tip(angle: number, radius: number): readonly [number, number] {
  return [RADIUS + ROOM + radius * Math.cos(angle), RADIUS + ROOM - radius * Math.sin(angle)];
}

function Arrow({ angle, arrow }: { readonly angle: number; readonly arrow: DialArrow }) {
  const [x, y] = tip(angle, RADIUS * arrow.length);
  const [left, right] = [angle + 2.7, angle - 2.7].map((turn) => {
    return [x + HEAD * Math.cos(turn), y - HEAD * Math.sin(turn)].join(' ');
  });
  const [fromX, fromY] = tip(0, 0);
  return (
    <g className="dial-arrow" stroke={arrow.color} fill={arrow.color}>
      <line x1={fromX} y1={fromY} x2={x} y2={y} strokeDasharray={arrow.dash ?? undefined} />
      <path d={`M${x} ${y} L${left} L${right} Z`} stroke="none" />
    </g>
  );
}

function arc(from: number, to: number, radius: number): string {
  const [x1, y1] = tip(from, radius);
  const [x2, y2] = tip(to, radius);
  return `M${x1} ${y1} A${radius} ${radius} 0 0 0 ${x2} ${y2}`;
}

export function AngleDial({ label, angle, first, second }: AngleDialProps) {
  const longest = Math.max(first.length, second.length) || 1;
  const inProportion = (arrow: DialArrow) => ({ ...arrow, length: arrow.length / longest });
  return (
    <svg
      className="angle-dial"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${2 * (RADIUS + ROOM)} ${RADIUS + ROOM + 14}`}
    >
      <path className="dial-scale" d={arc(0, Math.PI, RADIUS)} />
      {scaleLinear([0, 180], [0, 180])
        .ticks(6)
        .concat(180)
        .filter((degrees, index, all) => all.indexOf(degrees) === index)
        .map((degrees) => {
          const turn = (degrees * Math.PI) / 180;
          const [[x1, y1], [x2, y2], [x, y]] = [
            tip(turn, RADIUS),
            tip(turn, RADIUS - 6),
            tip(turn, RADIUS + 12),
          ];
          return (
            <g key={degrees} className="dial-scale" aria-hidden="true">
              <line x1={x1} y1={y1} x2={x2} y2={y2} />
              <text x={x} y={y} dy="0.35em" textAnchor="middle">
                {degrees}°
              </text>
            </g>
          );
        })}
      <path className="dial-angle" d={`${arc(0, angle, 34)} L${tip(0, 0).join(' ')} Z`} />
      <Arrow angle={0} arrow={inProportion(first)} />
      <Arrow angle={angle} arrow={inProportion(second)} />
    </svg>
  );
}
