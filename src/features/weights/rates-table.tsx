/** Meta-SGD's learned α, tensor by tensor: the least, the median and the greatest of its parameters. */
import { useTranslation } from 'react-i18next';
import { type Architecture, parameterLayout } from '#models/architecture.ts';
import { formatNumber } from '#ui/format.ts';

/** Of an ordered list: the middle one, or the mean of the middle two. */
function medianOf(ordered: Float32Array): number {
  const upper = ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
  const lower = ordered[Math.ceil(ordered.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

interface RatesTableProps {
  readonly architecture: Architecture;
  /** α of each parameter, in the flat layout. */
  readonly rates: Float32Array;
}

export function RatesTable({ architecture, rates }: RatesTableProps) {
  const { t } = useTranslation();
  return (
    <table className="summary-table" data-testid="rates">
      <caption>{t('weights.rates')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('weights.tensor')}</th>
          <th scope="col">{t('weights.minimum')}</th>
          <th scope="col">{t('weights.median')}</th>
          <th scope="col">{t('weights.maximum')}</th>
        </tr>
      </thead>
      <tbody>
        {parameterLayout(architecture).map(({ name, offset, size }) => {
          const ordered = rates.slice(offset, offset + size).toSorted();
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatNumber(ordered[0] ?? Number.NaN)}</td>
              <td>{formatNumber(medianOf(ordered))}</td>
              <td>{formatNumber(ordered.at(-1) ?? Number.NaN)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
