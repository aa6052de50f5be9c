/** After the last task: the visitor's share of right answers beside everyone else's, each with its interval. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CONTESTANT_IDS } from '#store/contestants/contestants.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash, useContestantName } from '../../vocabulary.ts';
import { QUESTIONS, type Shares, standings, TASKS, YOU } from './duel.ts';

interface DuelStandingsProps {
  readonly shares: Shares;
  readonly onAgain: () => void;
}

const percent = (share: number) => (100 * share).toFixed(0);

export function DuelStandings({ shares, onAgain }: DuelStandingsProps) {
  const { t } = useTranslation();
  const nameOf = useContestantName();
  const again = useRef<HTMLButtonElement>(null);
  useEffect(() => again.current?.focus(), []);
  return (
    <div className="duel-result">
      <table>
        <caption>{t('duel.standings', { tasks: TASKS, questions: QUESTIONS })}</caption>
        <tbody>
          {standings(shares).map(({ name, mean, confidence95 }) => {
            const id = CONTESTANT_IDS.find((one) => one === name);
            return (
              <tr key={name} data-player={name}>
                <th scope="row">
                  {id === undefined ? null : (
                    <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
                  )}
                  {name === YOU || id === undefined ? t('duel.you') : nameOf(id)}
                </th>
                <td>{t('duel.score', { share: percent(mean), half: percent(confidence95) })}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="note">{t('duel.note')}</p>
      <button ref={again} type="button" className="primary" onClick={onAgain}>
        {t('duel.again')}
      </button>
    </div>
  );
}
