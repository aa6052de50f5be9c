/** The exact values of every curve at one x. */
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';

export interface ReadoutLine {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly dash: string | null;
  readonly value: number;
}

/** A box with more lines would cover the plot. */
const MOST_LINES = 6;

function Readout({
  x,
  truth,
  lines,
}: {
  readonly x: number;
  readonly truth: number;
  readonly lines: readonly ReadoutLine[];
}) {
  const { t } = useTranslation();
  const text = (value: number) => formatNumber(value)?.replace('-', '−') ?? '∞';
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">x = {text(x)}</th>
          <th scope="col">y</th>
          <th scope="col">{t('readout.error')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('plot.truth')}</th>
          <td>{text(truth)}</td>
          <td>–</td>
        </tr>
        {lines.slice(0, MOST_LINES).map(({ id, name, color, dash, value }) => (
          <tr key={id}>
            <th scope="row">
              <LineSample color={color} dash={dash} /> {name}
            </th>
            <td>{text(value)}</td>
            <td>{text(value - truth)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function readoutOf(x: number, truth: number, lines: readonly ReadoutLine[]) {
  return <Readout x={x} truth={truth} lines={lines} />;
}
