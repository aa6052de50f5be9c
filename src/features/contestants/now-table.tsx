/** Every initialisation after the shown inner step: its errors, its gradient and how far it has moved. */
import { useTranslation } from 'react-i18next';
import type { Entrant } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatExactly } from '#ui/format.ts';
import { useMedia } from '#ui/use-media.ts';
import { isSpelt, useQuantities, useQuantityName, valuesOf } from '../quantities.ts';
import { ContestantCell } from './contestant-cell.tsx';
import { MisfitCell, useMisfit } from './misfit-cell.tsx';
import { Measured } from './measured.tsx';

function Row({ contestant }: { readonly contestant: Entrant }) {
  const { id } = contestant;
  const trajectory = usePlayground((state) => state.trajectories[id]);
  const step = usePlayground((state) => state.step);
  const quantities = useQuantities();
  const misfit = useMisfit(contestant);
  if (misfit !== null) {
    return (
      <tr data-contestant={id}>
        <ContestantCell contestant={contestant} />
        <MisfitCell misfit={misfit} columns={quantities.length} />
      </tr>
    );
  }
  return (
    <tr data-contestant={id}>
      <ContestantCell contestant={contestant} />
      {quantities.map((quantity) => {
        const value = trajectory && valuesOf(trajectory, quantity)?.[step];
        return (
          <td key={quantity} data-quantity={quantity} title={formatExactly(value ?? Number.NaN) ?? undefined}>
            <Measured value={value} />
          </td>
        );
      })}
    </tr>
  );
}

export function NowTable({ shown }: { readonly shown: readonly Entrant[] }) {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const quantities = useQuantities();
  const nameOf = useQuantityName();
  const isNarrow = useMedia('(width < 720px)');
  return (
    <table className="now-table">
      <caption className="visually-hidden">{t('table.atStep', { step })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('table.initialisation')}</th>
          {quantities.map((quantity) => {
            const name = nameOf(quantity);
            return isSpelt(quantity) ? (
              <th key={quantity} scope="col" aria-label={name}>
                {isNarrow ? t(`table.short.${quantity}`) : name}
              </th>
            ) : (
              <th key={quantity} scope="col" title={name} aria-label={name}>
                <span className="symbol">{t(`table.short.${quantity}`)}</span>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {shown.map((contestant) => (
          <Row key={contestant.id} contestant={contestant} />
        ))}
      </tbody>
    </table>
  );
}
