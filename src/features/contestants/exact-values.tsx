/** The numbers of the shown step, digit by digit. */
import { useTranslation } from 'react-i18next';
import type { Entrant } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatExactly } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { useQuantities, useQuantityName, valuesOf } from '../quantities.ts';
import { contestantColor, contestantDash, provenanceOf, useOrigin } from '../vocabulary.ts';

export default function ExactValues({ contestant }: { readonly contestant: Entrant }) {
  const { t } = useTranslation();
  const { id } = contestant;
  const originOf = useOrigin();
  const quantities = useQuantities();
  const nameOf = useQuantityName();
  const step = usePlayground((state) => state.step);
  const trajectory = usePlayground((state) => state.trajectories[id]);
  return (
    <>
      <p className="exact-title">
        <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
        <strong>{t(`contestant.${id}`)}</strong>
        <small>{originOf(provenanceOf(contestant))}</small>
      </p>
      <table className="exact-values">
        <caption>{t('table.atStep', { step })}</caption>
        <tbody>
          {quantities.map((quantity) => {
            const values = trajectory && valuesOf(trajectory, quantity);
            return (
              <tr key={quantity}>
                <th scope="row">{nameOf(quantity)}</th>
                <td>
                  {values === undefined
                    ? ''
                    : (formatExactly(values[step] ?? Number.NaN) ?? t('table.diverged'))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
