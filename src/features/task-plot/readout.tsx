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

interface ReadoutProps {
  readonly x: number;
  /** The curve that the others are compared with, or `null` where none is known. */
  readonly truth: { readonly name: string; readonly value: number } | null;
  readonly lines: readonly ReadoutLine[];
}

function Readout({ x, truth, lines }: ReadoutProps) {
  const { t } = useTranslation();
  const text = (value: number) => formatNumber(value)?.replace('-', '−') ?? '∞';
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">x = {text(x)}</th>
          <th scope="col">y</th>
          {truth === null ? null : <th scope="col">{t('readout.error')}</th>}
        </tr>
      </thead>
      <tbody>
        {truth === null ? null : (
          <tr>
            <th scope="row">{truth.name}</th>
            <td>{text(truth.value)}</td>
            <td>–</td>
          </tr>
        )}
        {lines.slice(0, MOST_LINES).map(({ id, name, color, dash, value }) => (
          <tr key={id}>
            <th scope="row">
              <LineSample color={color} dash={dash} /> {name}
            </th>
            <td>{text(value)}</td>
            {truth === null ? null : <td>{text(value - truth.value)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function readoutOf(props: ReadoutProps) {
  return <Readout {...props} />;
}
