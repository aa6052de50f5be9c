/** The size of a flat vector, layer by layer. */
import { useTranslation } from 'react-i18next';
import type { TrainingAlgorithm } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { type Architecture, layerWidths, parameterCount } from '#models/architecture.ts';
import { layerNorms, norm } from '#models/vectors.ts';
import { formatNumber } from '#ui/format.ts';

interface LayerBarsProps {
  readonly algorithm: TrainingAlgorithm;
  readonly architecture: Architecture;
  /** Of θ, and of what else is learned behind it. */
  readonly vector: Float32Array;
  readonly caption: string;
  /** |v|₂ as the table's heading has it. */
  readonly symbol: string;
}

export function LayerBars({ algorithm, architecture, vector, caption, symbol }: LayerBarsProps) {
  const { t } = useTranslation();
  const widths = layerWidths(architecture);
  const size = parameterCount(architecture);
  const rows = layerNorms(architecture, vector.subarray(0, size)).map((value, layer) => ({
    name: t('slow.layer', {
      layer: layer + 1,
      inputs: widths[layer],
      outputs: widths[layer + 1],
    }),
    value,
  }));
  const beside = vector.subarray(size);
  const [, kind] = LEARNERS[algorithm].learns;
  if (kind !== undefined) rows.push({ name: t(`slow.beside.${kind}`), value: norm(beside) });
  const largest = Math.max(...rows.map(({ value }) => value));
  return (
    <table className="layer-bars">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('slow.layers')}</th>
          <th scope="col" colSpan={2}>
            {symbol}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="layer-bar" aria-hidden="true">
              <span style={{ width: `${largest > 0 ? (100 * value) / largest : 0}%` }} />
            </td>
            <td>{formatNumber(value) ?? '∞'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
