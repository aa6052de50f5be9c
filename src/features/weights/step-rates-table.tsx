/** MAML++'s learned α: a row for each inner step of its training, a column for each layer. */
import { useTranslation } from 'react-i18next';
import { type Architecture, layerCount } from '#models/architecture.ts';
import { formatNumber } from '#ui/format.ts';

interface StepRatesTableProps {
  readonly architecture: Architecture;
  /** [steps, layers]. */
  readonly stepRates: Float32Array;
}

export function StepRatesTable({ architecture, stepRates }: StepRatesTableProps) {
  const { t } = useTranslation();
  const layers = Array.from({ length: layerCount(architecture) }, (_, layer) => layer);
  const steps = Array.from({ length: stepRates.length / layers.length }, (_, step) => step);
  return (
    <table className="summary-table" data-testid="step-rates">
      <caption>{t('weights.rates')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('weights.innerStep')}</th>
          {layers.map((layer) => (
            <th scope="col" key={layer}>
              {t('weights.layer', { number: layer + 1 })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step}>
            <th scope="row">{step + 1}</th>
            {layers.map((layer) => (
              <td key={layer}>{formatNumber(stepRates[step * layers.length + layer] ?? Number.NaN)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
