/** Where numbers of a contestant are told: that they are transductive, if the queries of a task helped each other. */
import { useTranslation } from 'react-i18next';
import { isTransductive } from '#models/statistics.ts';
import { type Entrant, isPrior } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { useContestantName } from './vocabulary.ts';

function isHelped(entrant: Entrant, isAlone: boolean): boolean {
  return !isAlone && !isPrior(entrant) && isTransductive(entrant.network.architecture);
}

/** The name of whoever was judged, by queries together or `isAlone`, one at a time. */
export function useJudgedName(isAlone: boolean): (entrant: Entrant) => string {
  const { t } = useTranslation();
  return (entrant) => {
    const name = t(`contestant.${entrant.id}`);
    return isHelped(entrant, isAlone) ? t('characters.judging.named', { name }) : name;
  };
}

/** What a contestant is called beside its answers to the shown task. */
export function useAnsweringName(): (entrant: Entrant) => string {
  const { t } = useTranslation();
  const isAlone = usePlayground((state) => state.isAlone);
  const nameOf = useContestantName();
  return (entrant) => {
    const name = nameOf(entrant.id);
    return isHelped(entrant, isAlone) ? t('characters.judging.named', { name }) : name;
  };
}
