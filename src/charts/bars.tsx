/** A bar for each of many like things, in their order, with a line at their mean. */
import { scaleLinear } from 'd3-scale';

interface BarsProps {
  readonly label: string;
  readonly values: readonly number[];
  /** Room is kept for so many, while they come one after the other. */
  readonly count: number;
  /** Drawn where it is a finite number. */
  readonly mean: number | null;
  readonly color: string;
  /** What a bar is, on hover. */
  readonly describe: (index: number) => string;
  readonly chosen: number;
  /** About the highest value; without it, whatever the values need. */
  readonly top?: number;
  readonly onChoose: (index: number) => void;
}

const WIDTH = 344;
const HEIGHT = 84;
const GAP = 0.25;

export function Bars(props: BarsProps) {
  const { label, values, count, color, describe, chosen, top, onChoose } = props;
  const mean = props.mean !== null && Number.isFinite(props.mean) ? props.mean : null;
  const finite = values.filter(Number.isFinite);
  const highest = Math.max(top ?? 0, mean ?? 0, ...finite);
  const lowest = Math.min(0, mean ?? 0, ...finite);
  const y = scaleLinear([lowest, highest === lowest ? lowest + 1 : highest], [HEIGHT, 0]);
  const step = WIDTH / Math.max(1, count);
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      {values.map((value, index) => {
        const reached = y(Number.isFinite(value) ? value : highest);
        return (
          // A bar is its place in the list. The plots beside are the buttons that choose it.
          // oxlint-disable-next-line react/no-array-index-key
          <g key={index} onClick={() => onChoose(index)} className={index === chosen ? 'chosen' : undefined}>
            <rect className="bar-place" x={index * step} y={0} width={step} height={HEIGHT} />
            <rect
              fill={Number.isFinite(value) ? color : 'var(--danger)'}
              x={index * step + (GAP * step) / 2}
              y={Math.min(y(0), reached)}
              width={step * (1 - GAP)}
              height={Math.max(1, Math.abs(y(0) - reached))}
            />
            <title>{describe(index)}</title>
          </g>
        );
      })}
      <line className="bars-zero" x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
      {mean === null ? null : <line className="bars-mean" x1={0} x2={WIDTH} y1={y(mean)} y2={y(mean)} />}
    </svg>
  );
}
